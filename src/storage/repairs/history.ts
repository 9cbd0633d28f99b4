/** The history of cases: entries are added and read, and nothing else. */
import type { RepairCaseId, TenantId } from '../../core/ids.ts'
import type { RepairHistoryEntry, RepairNote } from '../../core/repairs/repair-case.ts'
import { newUuid } from '../../core/uuid.ts'
import type { Client } from '../sql/store.ts'

type Of = { readonly tenantId: TenantId; readonly id: RepairCaseId }

export async function addEntry(
  client: Client,
  { tenantId, id }: Of,
  { by, what, text = null }: RepairNote,
): Promise<void> {
  await client.query(
    'insert into repair_entry (tenant_id, case_id, entry_id, by, what, text) values ($1, $2, $3, $4, $5, $6)',
    [tenantId, id, newUuid(), by, what, text],
  )
}

export async function historyOf(
  client: Client,
  { tenantId, id }: Of,
): Promise<readonly RepairHistoryEntry[]> {
  const { rows } = await client.query<RepairHistoryEntry>(
    'select at, by, what, text from repair_entry where tenant_id = $1 and case_id = $2 order by at, entry_id',
    [tenantId, id],
  )
  return rows
}
