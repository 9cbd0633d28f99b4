/**
 * Registers a repaired device in place of its old registration, in one transaction: what people have set is carried over,
 * what the hardware says is new. The old registration stays visible as one that was replaced.
 */
import { randomUUID } from 'node:crypto'
import { DomainError } from '../../core/errors.ts'
import { newRecord } from '../../core/identity/record.ts'
import type { DeviceId } from '../../core/ids.ts'
import { registrationOf } from '../../core/imports/registration.ts'
import type { Replacement, Replacements } from '../../core/repairs/return-device.ts'
import type { CertificateSigner } from '../../core/transfers/release-certificate.ts'
import type { Wrap } from '../../core/wrap.ts'
import { removeContacts } from '../deployment/remove-contacts.ts'
import { removeDevices } from '../devices/remove-devices.ts'
import { writeActEvent } from '../events/write-act-event.ts'
import { unwrapRecord, wrapRecord } from '../identity/records.ts'
import { removeIdentities } from '../identity/remove-identities.ts'
import { ClaimLost } from '../sql/database.ts'
import type { Client, Store } from '../sql/store.ts'
import { issueCertificates, type ReleasedDevice } from '../transfers/certificates.ts'
import { adoptCapture, keepHash, listUnderTokens } from './adopt-capture.ts'
import { noteReplacement } from './repairs.ts'

export type ReplaceDeps = { readonly wrap: Wrap; readonly signer: CertificateSigner }

export function replacementsIn(
  { transaction }: Pick<Store, 'transaction'>,
  deps: ReplaceDeps,
): Replacements {
  return {
    replace: (replacement) =>
      unlessLost(transaction(({ client }) => replaceOne(client, deps, replacement))),
    adopt: (adoption) =>
      unlessLost(transaction(({ client }) => adoptCapture(client, deps, adoption))),
  }
}

async function unlessLost(work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof ClaimLost)) throw error
    throw new DomainError(
      'conflict',
      'Another device with the same identifiers was registered meanwhile: hand the capture in again.',
    )
  }
}

async function replaceOne(
  client: Client,
  { wrap, signer }: ReplaceDeps,
  given: Replacement,
): Promise<void> {
  const { repair, newId, keepsBoard, supersedes } = given
  const { tenantId, deviceId } = repair
  const of = [tenantId, deviceId] as const
  const old = await takenOut(client, wrap, given)
  await client.query(
    `insert into device select row.* from deleted_device as deleted,
       jsonb_populate_record(null::device, deleted.device || $3::jsonb) as row
     where deleted.tenant_id = $1 and deleted.device_id = $2`,
    [...of, JSON.stringify(await changedBy(client, given, old))],
  )
  await carryOver(client, given, old)
  for (const id of supersedes) await endReservation(client, given, id)
  if (!keepsBoard) await endReservation(client, given, deviceId)
  else await keepReserved(client, given)
  await identify(client, wrap, given)
  const certificateId = keepsBoard ? null : await certify(client, signer, { given, old })
  await noteReplacement(client, repair, { newId, certificateId })
  await client.query('delete from parked_device where tenant_id = $1 and device_id = $2', [...of])
  await writeActEvent(client, tenantId, {
    type: 'device.replaced',
    subjects: [deviceId],
    detail: { replacedBy: newId, caseId: repair.id },
  })
  await writeActEvent(client, tenantId, { type: 'device.registered', subjects: [newId] })
}

type Old = ReleasedDevice & { readonly objectId: string; readonly claimLevel: number }

/** The old registration becomes a deleted one, which keeps all that it was. */
async function takenOut(
  client: Client,
  wrap: Wrap,
  { repair, newId, by }: Replacement,
): Promise<Old> {
  const { tenantId, deviceId } = repair
  const { rows } = await client.query<{ record: Buffer | null; claim_level: number }>(
    `select identity.record, device.claim_level from device left join device_identity as identity
       using (tenant_id, device_id) where device.tenant_id = $1 and device.device_id = $2 for update of device`,
    [tenantId, deviceId],
  )
  const [device] = await removeDevices(client, {
    ...{ tenantId, ids: [deviceId], by, isMeant: () => true, remember: false },
    ...{ onDelete: 'reserve', isReplaced: true },
  })
  if (device === undefined)
    throw new DomainError('conflict', 'The registration that was parked is not there any more.')
  const stored = rows[0]?.record
  return {
    from: deviceId,
    to: null,
    serialNumber: device.serialNumber,
    manufacturer: device.manufacturer,
    model: device.model,
    productKeyId: device.productKey,
    ekDigest: stored ? unwrapRecord(wrap, deviceId, stored).board.ekDigests.at(-1) : undefined,
    objectId: device.directoryObjectId,
    claimLevel: rows[0]?.claim_level ?? 0,
  } satisfies Old & { to: typeof newId | null }
}

/** What a new board makes different: its hardware, and all that was proved or learned of the old one. */
async function changedBy(client: Client, given: Replacement, old: Old): Promise<object> {
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
async function carryOver(client: Client, { repair, newId }: Replacement, { objectId }: Old) {
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

/** Its board is free, and it cannot be restored. */
async function endReservation(
  client: Client,
  { repair, newId, by }: Replacement,
  id: DeviceId,
): Promise<void> {
  const { rowCount } = await client.query(
    `update deleted_device set state = 'superseded', superseded_by = $3, ended_at = business_now(), ended_by = $4
     where tenant_id = $1 and device_id = $2 and state = 'reserved'`,
    [repair.tenantId, id, newId, by],
  )
  if (rowCount === 0) throw new ClaimLost()
  await removeIdentities(client, repair.tenantId, [{ id }])
  await removeContacts(client, [repair.tenantId, [id]])
}

/** The customer has the board: its reservation does not end by time. */
async function keepReserved(client: Client, { repair, newId }: Replacement): Promise<void> {
  await client.query(
    `update deleted_device set superseded_by = $3, reserved_until = business_now() + interval '100 years'
     where tenant_id = $1 and device_id = $2`,
    [repair.tenantId, repair.deviceId, newId],
  )
}

async function identify(
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

async function certify(
  client: Client,
  signer: CertificateSigner,
  { given: { repair }, old }: { readonly given: Replacement; readonly old: Old },
): Promise<string | null> {
  const [id = null] = await issueCertificates(client, signer, {
    ...{ kind: 'repair', from: repair.tenantId, to: null, transferId: null, anonymous: false },
    reason: 'Its board was replaced in a repair.',
    devices: [old],
  })
  return id
}
