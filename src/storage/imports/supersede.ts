/** A deleted device that its tenant registers again: the reservation ends, and the new registration takes its place. */
import type { DeviceId } from '../../core/ids.ts'
import type { Registration } from '../../core/imports/slice.ts'
import { removeContacts } from '../deployment/remove-contacts.ts'
import { removeIdentities } from '../identity/remove-identities.ts'
import { ClaimLost } from '../sql/database.ts'
import type { HeldWork } from './held-work.ts'

/** Throws `ClaimLost` if one of them was restored or released in the meantime. */
export async function supersede(
  { client, work }: HeldWork,
  registrations: readonly Registration[],
): Promise<void> {
  const pairs = registrations.flatMap(({ deviceId, supersedes }) =>
    supersedes === undefined ? [] : [{ deviceId, before: supersedes }],
  )
  if (pairs.length === 0) return
  const before = pairs.map((each) => each.before)
  await client.query(
    `select from deleted_device where tenant_id = $1 and device_id = any($2::uuid[]) order by device_id for update`,
    [work.tenantId, before],
  )
  const { rowCount } = await client.query(
    `update deleted_device as deleted set state = 'superseded', superseded_by = pair.after, ended_at = business_now(),
       ended_by = 'import'
     from unnest($2::uuid[], $3::uuid[]) as pair(before, after)
     where deleted.tenant_id = $1 and deleted.device_id = pair.before and deleted.state = 'reserved'`,
    [work.tenantId, before, pairs.map(({ deviceId }) => deviceId)],
  )
  if (rowCount !== pairs.length) throw new ClaimLost()
  await removeIdentities(
    client,
    work.tenantId,
    before.map((id: DeviceId) => ({ id })),
  )
  await removeContacts(client, [work.tenantId, before])
}
