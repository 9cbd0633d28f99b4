/** Receipts that are removed, with the hashes of those that were not decided. */
import { type ImportId, receiptId, splitReceiptId, type TenantId } from '../../core/ids.ts'
import { parseUuid } from '../../core/uuid.ts'
import type { Store } from '../sql/store.ts'

/** False: there was none. */
export async function removeReceipt(
  { transaction }: Pick<Store, 'transaction'>,
  tenantId: TenantId,
  id: string,
): Promise<boolean> {
  const key = splitReceiptId(id)
  if (key === undefined) return false
  return await transaction(async ({ client }) => {
    const { rows } = await client.query<{ status: string }>(
      'delete from import_row where import_id = $1 and row_number = $2 and tenant_id = $3 returning status',
      [key.importId, key.rowNumber, tenantId],
    )
    if (rows[0]?.status === 'undecided') {
      await client.query('delete from hardware_hash where tenant_id = $1 and hash_id = $2', [
        tenantId,
        parseUuid(id),
      ])
    }
    return rows.length > 0
  })
}

/** All that a client has sent under this name. */
export async function removeReceiptsOf(
  { transaction }: Pick<Store, 'transaction'>,
  tenantId: TenantId,
  importId: string,
): Promise<void> {
  await transaction(async ({ client }) => {
    const { rows } = await client.query<{ id: ImportId; row: number; status: string }>(
      `delete from import_row where tenant_id = $1 and client_import_id = $2
        returning import_id as id, row_number as row, status`,
      [tenantId, importId],
    )
    const undecided = rows.filter(({ status }) => status === 'undecided')
    if (undecided.length === 0) return
    await client.query(
      'delete from hardware_hash where tenant_id = $1 and hash_id = any($2::uuid[])',
      [tenantId, undecided.map(({ id, row }) => parseUuid(receiptId(id, row)))],
    )
  })
}
