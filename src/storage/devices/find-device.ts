/** A device by its id. Those that are asked for at about the same time are read by one statement for each tenant. */
import type { Device } from '../../core/devices/device.ts'
import type { DeviceId, TenantId } from '../../core/ids.ts'
import { batched } from '../sql/batched.ts'
import { uuidArray } from '../sql/binary-arrays.ts'
import type { Store } from '../sql/store.ts'
import { type DeviceRow, deviceColumnList, toDevice } from './device-rows.ts'

type Find = (tenantId: TenantId, id: DeviceId) => Promise<Device | undefined>
type Wanted = { readonly tenantId: TenantId; readonly id: DeviceId }

export function deviceFinder(store: Store): Find {
  const find = (wanted: readonly Wanted[]) => findEach(store.pool, wanted)
  // A transaction holds others up, so that nothing in it waits for company.
  if ('client' in store) return async (tenantId, id) => (await find([{ tenantId, id }]))[0]
  const together = batched(find)
  return (tenantId, id) => together({ tenantId, id })
}

/** In the order of `wanted`; undefined: there is none. */
async function findEach(
  pool: Store['pool'],
  wanted: readonly Wanted[],
): Promise<readonly (Device | undefined)[]> {
  const tenants = [...Map.groupBy(wanted, ({ tenantId }) => tenantId)]
  const found = await Promise.all(
    tenants.map(async ([tenantId, of]) => {
      const { rows } = await pool.query<DeviceRow>(statementFor(tenantId, of))
      const devices = new Map(rows.map((row) => [row.device_id, row]))
      return [tenantId, devices] as const
    }),
  )
  const devicesOf = new Map(found)
  return wanted.map(({ tenantId, id }) => {
    const row = devicesOf.get(tenantId)?.get(id)
    return row && toDevice(tenantId, row)
  })
}

function statementFor(tenantId: TenantId, of: readonly Wanted[]) {
  const [first] = of
  const text = `select ${deviceColumnList} from device where tenant_id = $1 and device_id =`
  if (of.length === 1)
    return { name: 'device-find', text: `${text} $2`, values: [tenantId, first?.id] }
  const ids = uuidArray(of.map(({ id }) => id))
  return { name: 'device-find-each', text: `${text} any($2::uuid[])`, values: [tenantId, ids] }
}
