/**
 * A registry as years of use leave it, made by the database itself: devices with their tags, models, names and users,
 * their receipts, deleted and managed devices, an audit trail. For measurements and plans that read what lists read, and no hashes.
 *
 * Device number n is the same in each run. Of every value there is an equal share, whatever the number of devices;
 * undecided receipts are the last hundred.
 */
import { createHash } from 'node:crypto'
import type { Client } from '../../../src/storage/sql/store.ts'

export type Filled = {
  readonly tenantId: string
  /** How many there are already, all made by this. */
  readonly from: number
  readonly to: number
}

const step = 50_000

/** Who handed in its receipts. */
export const filler = 'filler'

export async function fillRegistry(client: Client, { tenantId, from, to }: Filled): Promise<void> {
  await client.query(`delete from import_work where tenant_id = $1`, [tenantId])
  await client.query(
    `update import_row set status = 'complete', decided_at = now(), device_id = gen_random_uuid()
     where tenant_id = $1 and status = 'undecided'`,
    [tenantId],
  )
  for (let first = from; first < to; first += step) {
    const values = [tenantId, first, Math.min(first + step, to) - 1]
    for (const insert of [devices, receipts, deletedDevices, managedDevices, trail])
      await client.query(insert, values)
  }
  await client.query(undecided, [tenantId, to])
}

/** The id of device number `n`, as the database makes it. */
export function filledDeviceId(n: number): string {
  const digits = (kind: string, count: number) =>
    createHash('md5').update(`device${kind}${n}`).digest('hex').slice(0, count)
  const time = (1_735_689_600_000 + n * 1000).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digits('a', 3)}-8${digits('b', 15).slice(0, 3)}-${digits('b', 15).slice(3)}`
}

/** In the order of their numbers, as ids of version 7 are in that of their time. */
const idOf = (
  kind: string,
) => `(lpad(to_hex(1735689600000 + n::bigint * 1000), 12, '0') || '7' || substr(md5('${kind}a' || n), 1, 3)
  || '8' || substr(md5('${kind}b' || n), 1, 15))::uuid`

/** A number from 0 on that has nothing to do with other numbers of the device. */
const pick = (kind: string, count: number) =>
  `(('x' || substr(md5('${kind}' || n), 1, 7))::bit(28)::int % ${count})`

const serial = `upper(substr(md5('serial' || n), 1, 10))`
const maker = `(array['LENOVO', 'HP', 'Dell Inc.'])[1 + ${pick('maker', 3)}]`
const tag = `'Site-' || lpad((1 + ${pick('tag', 12)})::text, 2, '0')`
const registered = `timestamptz '2025-01-01Z' + n * interval '1 second'`
const numbers = 'generate_series($2::int, $3::int) as n'

const devices = `insert into device (tenant_id, device_id, serial_number, manufacturer, model, sku_number, system_family,
    product_key, group_tag, purchase_order_identifier, user_principal_name, display_name, enrollment_state, last_contacted_at,
    managed_device_id, directory_object_id, directory_device_id, registered_at, provisional_until, claim_level, directory_attributes)
  select $1, ${idOf('device')}, ${serial}, ${maker}, ${maker} || ' Model ' || ${pick('model', 10)}, 'SKU-' || ${pick('sku', 50)},
    'Family ' || ${pick('model', 10)}, lpad(n::text, 13, '0'), ${tag}, 'PO-' || n / 1000,
    case when n % 4 = 0 then 'user' || n || '@contoso.test' end, case when n % 2 = 0 then 'PC-' || lpad(n::text, 8, '0') end,
    case when n % 5 = 0 then 'enrolled' else 'notContacted' end, case when n % 5 = 0 then ${registered} + interval '3 days' end,
    case when n % 10 = 0 then ${idOf('managed')} end, ${idOf('object')}, ${idOf('directory')}, ${registered},
    case when n % 20 = 0 then ${registered} + interval '30 days' end, case when n % 20 = 0 then 0 else 2 end,
    case when n % 1000 = 0 then '{"extensionAttribute1": "Blue", "accountEnabled": "false"}'::jsonb
      when n % 14 = 0 then jsonb_build_object('extensionAttribute1', 'Room ' || n / 40, 'extensionAttribute2', 'Kiosk')
      when n % 2 = 0 then jsonb_build_object('extensionAttribute1', 'Room ' || n / 40) else '{}' end
  from ${numbers}`

const importOf = `(lpad(to_hex(1735689600000 + (n::bigint / 500) * 500000), 12, '0') || '7000800000000000' || '0000')::uuid`

const receipts = `insert into import_row (import_id, row_number, tenant_id, client_import_id, serial_number, group_tag, has_hash,
    status, refusal, device_id, decided_at, submitted_by)
  select ${importOf}, n % 500 + 1, $1, md5('client' || n), ${serial}, ${tag}, true,
    case when n % 33 = 0 then 'error' else 'complete' end, case when n % 33 = 0 then 'InvalidZtdHardwareHash' end,
    case when n % 33 = 0 then null else ${idOf('device')} end, ${registered}, '${filler}'
  from ${numbers}`

const deletedDevices = `insert into deleted_device (tenant_id, device_id, state, serial_number, group_tag, device, deleted_at,
    deleted_by, reserved_until, ended_at, ended_by)
  select $1, ${idOf('deleted')}, 'released', ${serial}, ${tag}, jsonb_build_object('device_id', ${idOf('deleted')}, 'serial_number', ${serial},
      'model', ${maker} || ' Model ' || ${pick('model', 10)}, 'user_principal_name', 'user' || n || '@contoso.test'),
    ${registered}, 'filler', ${registered}, ${registered}, 'filler'
  from ${numbers} where n % 10 = 0`

const managedDevices = `insert into tenant_record (tenant_id, kind, record_id, members, created_at)
  select $1, 'managedDevice', ${idOf('managed')}, jsonb_build_object('deviceName', 'PC-' || lpad(n::text, 8, '0'), 'serialNumber', ${serial},
    'manufacturer', ${maker}, 'model', ${maker}, 'operatingSystem', 'Windows', 'osVersion', '10.0', 'userPrincipalName', '', 'userId', '',
    'userDisplayName', '', 'directoryDeviceId', ${idOf('directory')}, 'ownerType', 'company', 'notes', null, 'enrollmentProfileName', '',
    'registeredId', ${idOf('device')}, 'syncedAt', null), ${registered}
  from ${numbers} where n % 10 = 0`

/** Without the spaces between its members. */
const canonical = (json: string) => `replace(replace((${json})::text, '": ', '":'), ', "', ',"')`

/** As many entries as devices; the links of the chain are made up. */
const trail = `insert into audit_entry (tenant_id, seq, at, entry, hash)
  select $1, 1000000 + n, ${registered}, ${canonical(`jsonb_build_object('category', 'Device', 'operation', 'Patch',
      'activity', 'Activity ' || ${pick('activity', 20)}, 'result', case when n % 100 = 0 then 'Failure' else 'Success' end,
      'actor', jsonb_build_object('kind', 'user', 'userPrincipalName', 'admin' || ${pick('admin', 30)} || '@contoso.test'),
      'correlationId', ${idOf('request')}, 'resources', jsonb_build_array(jsonb_build_object('type', 'Device', 'id', ${idOf('device')})))`)},
    sha256(convert_to(n::text, 'UTF8'))
  from ${numbers}`

const undecided = `with waiting as (
    update import_row set status = 'undecided', decided_at = null, refusal = null, device_id = null
    where tenant_id = $1 and import_id = (select ${importOf} from (values ($2::int - 1)) as last(n)) and row_number > 400
    returning import_id, row_number)
  insert into import_work (import_id, tenant_id, next_row, last_row, run_at)
  select import_id, $1, min(row_number), max(row_number), now() + interval '1 year' from waiting group by import_id`
