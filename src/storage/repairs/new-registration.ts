/** The new registration of a repaired device: what the hardware says, what is carried over, and by what it is found. */
import { randomUUID } from 'node:crypto'
import { newRecord } from '../../core/identity/record.ts'
import { registrationOf } from '../../core/imports/registration.ts'
import type { Replacement } from '../../core/repairs/return-device.ts'
import type { Wrap } from '../../core/wrap.ts'
import { wrapRecord } from '../identity/records.ts'
import type { Client } from '../sql/store.ts'
import { keepHash, listUnderTokens } from './adopt-capture.ts'
import type { Old } from './old-registration.ts'

/** What a new board makes different: its hardware, and all that was proved or learned of the old one. */
export async function changedBy(client: Client, given: Replacement, old: Old): Promise<object> {
  const { newId, identified } = given
  const { hash } = identified
  const { serialNumber } = registrationOf(identified)
  const { rows } = await client.query<{ now: string; until: string }>(
    `select to_jsonb(business_now()) #>> '{}' as now, to_jsonb(business_now() + interval '30 days') #>> '{}' as until`,
  )
  return {
    device_id: newId,
    serial_number: serialNumber || old.serialNumber,
    manufacturer: hash.manufacturer ?? old.manufacturer,
    model: hash.model ?? old.model,
    sku_number: hash.skuNumber,
    system_family: hash.systemFamily,
    product_key: hash.productKeyId,
    enrollment_state: 'notContacted',
    userless_enrollment_status: 'unknown',
    last_contacted_at: null,
    managed_device_id: null,
    directory_object_id: randomUUID(),
    directory_device_id: randomUUID(),
    claim_level: Math.min(old.claimLevel, 1),
    provisional_until: rows[0]?.until,
    registered_at: rows[0]?.now,
    targeted_at: null,
    source_import_id: null,
  }
}

/** Its profile and its groups. */
export async function carryOver(client: Client, { repair, newId }: Replacement, { objectId }: Old) {
  const { tenantId, deviceId } = repair
  await client.query(
    `insert into profile_device select row.* from deleted_device as deleted, jsonb_populate_record(null::profile_device,
       deleted.profile || jsonb_build_object('device_id', $3::uuid, 'created_at', business_now())) as row
     where deleted.tenant_id = $1 and deleted.device_id = $2 and deleted.profile is not null`,
    [tenantId, deviceId, newId],
  )
  await client.query(
    `insert into group_member (tenant_id, group_id, member_id)
     select row.tenant_id, row.group_id, device.directory_object_id from deleted_device as deleted
       join device on device.tenant_id = deleted.tenant_id and device.device_id = $3,
       jsonb_populate_recordset(null::group_member, deleted.memberships) as row
     where deleted.tenant_id = $1 and deleted.device_id = $2 and row.member_id = $4
     on conflict do nothing`,
    [tenantId, deviceId, newId, objectId],
  )
}

export async function identify(
  client: Client,
  wrap: Wrap,
  { repair, newId, identified, bytes, seen }: Replacement,
): Promise<void> {
  const { tenantId } = repair
  const of = { tenantId, deviceId: newId }
  const tokens = await listUnderTokens(client, of, { identified, seen })
  await client.query(
    'insert into device_identity (tenant_id, device_id, record, tokens) values ($1, $2, $3, $4)',
    [tenantId, newId, wrapRecord(wrap, newId, newRecord(identified.facts)), tokens],
  )
  await keepHash(client, wrap, { of, bytes, changes: null })
}
