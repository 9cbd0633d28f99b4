/** The devices of an offer, locked: all of them held by the giver, and free to go. */
import type { Selectable } from 'kysely'
import { DomainError } from '../../core/errors.ts'
import type { TenantId } from '../../core/ids.ts'
import type { Client } from '../sql/store.ts'
import type { DeviceTable } from '../sql/tables/devices.ts'

export type Row = Selectable<DeviceTable>

export async function heldDevices(client: Client, tenantId: TenantId, ids: readonly string[]) {
  const { rows } = await client.query<Row>(
    'select * from device where tenant_id = $1 and device_id = any($2::uuid[]) order by device_id for update',
    [tenantId, ids],
  )
  if (rows.length !== ids.length)
    throw new DomainError(
      'conflict',
      `${ids.length - rows.length} of the ${ids.length} devices are no longer registered by who offered them.`,
    )
  if (rows.some(({ tuple_token }) => tuple_token !== null))
    throw new DomainError(
      'conflict',
      'One of the devices has only been declared: it can be given away once its hash is known.',
    )
  const { rowCount } = await client.query(
    'select from dispute where tenant_id = $1 and device_id = any($2::uuid[]) and decided_at is null limit 1',
    [tenantId, ids],
  )
  if (rowCount !== 0)
    throw new DomainError(
      'conflict',
      'Another tenant claims one of the devices: that is decided first.',
    )
  await refuseParked(client, [tenantId, ids])
  return rows
}

/** What is away for repair stays with the tenant that sent it there. */
export async function refuseParked(client: Client, of: readonly unknown[]): Promise<void> {
  const { rowCount } = await client.query(
    'select from parked_device where tenant_id = $1 and device_id = any($2::uuid[]) limit 1',
    [...of],
  )
  if (rowCount !== 0)
    throw new DomainError('conflict', 'One of the devices is parked for repair: that ends first.')
}
