/**
 * Changes many devices by one statement for each set of columns: the counts that are kept of devices
 * (`migrations/0046_lists.sql`) are then adjusted once and not for each device.
 */
import type { HeldChange } from '../../core/devices/device.ts'
import type { DeviceId, TenantId } from '../../core/ids.ts'
import { uuidArray } from '../sql/binary-arrays.ts'
import type { Client } from '../sql/store.ts'

const columns = {
  groupTag: ['group_tag', 'text'],
  purchaseOrderIdentifier: ['purchase_order_identifier', 'text'],
  userPrincipalName: ['user_principal_name', 'text'],
  addressableUserName: ['addressable_user_name', 'text'],
  displayName: ['display_name', 'text'],
  targetedAt: ['targeted_at', 'timestamptz'],
} as const satisfies Record<keyof HeldChange['changes'], readonly [string, string]>

export async function changeHeld(
  client: Client,
  tenantId: TenantId,
  list: readonly HeldChange[],
): Promise<ReadonlySet<DeviceId>> {
  const changed = new Set<DeviceId>()
  for (const alike of Map.groupBy(list, ({ changes }) => namesIn(changes).join()).values())
    for (const id of await changeAlike(client, tenantId, alike)) changed.add(id)
  return changed
}

type Name = keyof typeof columns

function namesIn(changes: HeldChange['changes']): readonly Name[] {
  return (Object.keys(columns) as Name[]).filter((name) => changes[name] !== undefined)
}

async function changeAlike(
  client: Client,
  tenantId: TenantId,
  list: readonly HeldChange[],
): Promise<readonly DeviceId[]> {
  const names = list[0] === undefined ? [] : namesIn(list[0].changes)
  if (names.length === 0) return list.map(({ device }) => device.id)
  const own = names.map((name) => columns[name][0])
  const { rows } = await client.query<{ device_id: DeviceId }>({
    name: `device-change-${own.join('-')}`.slice(0, 63),
    text: `update device set ${own.map((column) => `${column} = given.${column}`).join(', ')}
      from unnest($2::uuid[], ${names.map((name, i) => `$${i + 3}::${columns[name][1]}[]`).join(', ')}) as given(id, ${own.join(', ')})
      where device.tenant_id = $1 and device.device_id = given.id returning device.device_id`,
    values: [
      tenantId,
      uuidArray(list.map(({ device }) => device.id)),
      ...names.map((name) => list.map(({ changes }) => changes[name] ?? null)),
    ],
  })
  return rows.map((row) => row.device_id)
}
