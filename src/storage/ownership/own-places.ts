/** Where the devices of a tenant are and were, by exact serial number. */
import type { DeviceId, TenantId } from '../../core/ids.ts'
import type { OwnPlaces, PlaceState } from '../../core/ownership/own-places.ts'
import { serialIn } from '../devices/serial-in.ts'
import type { Store } from '../sql/store.ts'

type Row = {
  readonly state: PlaceState
  readonly tenant_id: TenantId
  readonly device_id: DeviceId
  readonly serial_number: string
  readonly group_tag: string | null
  readonly since: Date
  readonly until: Date | null
}

export function ownPlacesIn({ pool }: Pick<Store, 'pool'>): OwnPlaces {
  return {
    async find(tenantId, { serialNumbers, customerIds }) {
      const { rows } = await pool.query<Row>({
        name: 'own-places',
        text: `select 'registered' as state, tenant_id, device_id, serial_number, group_tag, registered_at as since,
            null::timestamptz as until from device where tenant_id = $1 and ${serialIn('device', '$2')}
          union all select state, tenant_id, device_id, serial_number, group_tag, coalesce(ended_at, deleted_at),
            case when state = 'reserved' then reserved_until end from deleted_device
          where tenant_id = $1 and serial_number = any($2::text[]) and state in ('reserved', 'released')
          union all select 'transferred', given.tenant_id, given.device_id, given.serial_number, null, transfer.decided_at, null
          from transfer_device as given join transfer on transfer.tenant_id = $1 and transfer.transfer_id = given.transfer_id
          where given.tenant_id = $1 and given.serial_number = any($2::text[]) and transfer.state = 'completed'
          union all select 'registered', tenant_id, device_id, serial_number, group_tag, registered_at, null from device
          where tenant_id = any($3::uuid[]) and partner_id = $1 and serial_number = any($2::text[])
          order by since, device_id`,
        values: [tenantId, serialNumbers, customerIds],
      })
      return rows.map((row) => ({
        tenantId: row.tenant_id,
        serialNumber: row.serial_number,
        state: row.state,
        id: row.device_id,
        groupTag: row.group_tag,
        since: row.since,
        until: row.until,
      }))
    },
  }
}
