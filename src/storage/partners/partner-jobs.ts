/** What became of what a partner sent: the rows of an upload, or the devices that were given a profile. */
import type { Selectable } from 'kysely'
import type { DeviceId, TenantId } from '../../core/ids.ts'
import type { JobRow, PartnerJob } from '../../core/partners/batch.ts'
import { timeOfUuid } from '../../core/uuid.ts'
import { refusalOf } from '../sql/refusal-text.ts'
import type { Database } from '../sql/schema.ts'
import type { Store } from '../sql/store.ts'

type Pair = { readonly customerId: TenantId; readonly partnerId: TenantId }
type Client = Store['pool']

export async function importJob(
  client: Client,
  { customerId, partnerId }: Pair,
  id: string,
): Promise<PartnerJob | undefined> {
  const { rows: jobs } = await client.query(
    'select from channel_import where import_id = $1 and tenant_id = $2 and partner_id = $3',
    [id, customerId, partnerId],
  )
  if (jobs.length === 0) return undefined
  const { rows } = await client.query<Selectable<Database['import_row']>>(
    'select * from import_row where import_id = $1 order by row_number',
    [id],
  )
  const decided = rows.flatMap(({ decided_at }) =>
    decided_at === null ? [] : [decided_at.getTime()],
  )
  return {
    id,
    startedAt: timeOfUuid(id),
    completedAt:
      decided.length < rows.length
        ? null
        : new Date(Math.max(timeOfUuid(id).getTime(), ...decided)),
    rows: rows.map(toJobRow),
  }
}

function toJobRow(row: Selectable<Database['import_row']>): JobRow {
  const isError = row.status === 'error' && row.refusal !== null
  const isOwn = row.status === 'complete' || row.refusal === 'ZtdDeviceAlreadyAssigned'
  return {
    serialNumber: row.serial_number,
    productKey: row.product_key,
    deviceId: isOwn ? (row.device_id as DeviceId | null) : null,
    state: row.status as JobRow['state'],
    ...(isError && refusalOf(row.refusal ?? '')),
  }
}

export async function policyJob(
  client: Client,
  { customerId, partnerId }: Pair,
  id: string,
): Promise<PartnerJob | undefined> {
  const { rows } = await client.query<{ results: JobRow[]; created_at: Date }>(
    'select results, created_at from policy_job where tenant_id = $1 and job_id = $2 and partner_id = $3',
    [customerId, id, partnerId],
  )
  const [job] = rows
  return job && { id, startedAt: job.created_at, completedAt: job.created_at, rows: job.results }
}
