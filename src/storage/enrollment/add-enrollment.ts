/** A new enrollment, or a new certificate of one, with its entry in the audit trail: one transaction. */
import type { AuditEntry } from '../../core/audit/audit.ts'
import { deviceIdKey } from '../../core/enrollment/device-id.ts'
import type { DeviceCertificate, EnrollDeps, NewEnrollment } from '../../core/enrollment/enroll.ts'
import type { RenewDeps } from '../../core/enrollment/renew.ts'
import { newUuid } from '../../core/uuid.ts'
import { appendAudit } from '../audit/append-audit.ts'
import type { Client, Store } from '../sql/store.ts'
import { isUnused } from './tokens.ts'

/** As `deviceIdKey` has it. */
const keyOfDevice = "lower(translate(device_id, '{}-', ''))"
const isDevice = `${keyOfDevice} = $2`

/** Undoes the transaction; says why. */
class NotAdded extends Error {
  readonly outcome: 'token-spent' | 'cap-reached'

  constructor(outcome: 'token-spent' | 'cap-reached') {
    super(outcome)
    this.outcome = outcome
  }
}

export function addEnrollmentIn({ transaction }: Store): EnrollDeps['add'] {
  return async (enrollment) => {
    try {
      await transaction(({ client }) => add(client, enrollment))
      return 'added'
    } catch (error) {
      if (error instanceof NotAdded) return error.outcome
      throw error
    }
  }
}

export function addCertificateIn({ transaction }: Store): RenewDeps['addCertificate'] {
  return (enrollment, certificate) =>
    transaction(async ({ client }) => {
      const { tenantId, id, certificateSerial, deviceId } = enrollment
      await client.query(
        `update device_certificate set revoked_at = business_now()
         where tenant_id = $1 and enrollment_id = $2 and serial_number <> $3 and revoked_at is null`,
        [tenantId, id, certificateSerial],
      )
      await addCertificate(client, { tenantId, id }, certificate)
      const properties = [
        { name: 'certificate', before: certificateSerial, after: certificate.serialNumber },
      ]
      await appendAudit(client, tenantId, [
        entry({ activity: 'Renew Enrollment', id, deviceId, properties }),
      ])
    })
}

async function add(client: Client, enrollment: NewEnrollment): Promise<void> {
  const { tenantId, id, deviceId, registrationId, tokenId, certificate } = enrollment
  if (tokenId !== null) await spendToken(client, enrollment, tokenId)
  await refuseAboveCap(client, enrollment)
  const before = await endEarlier(client, enrollment)
  await client.query(
    `update device_certificate set revoked_at = business_now()
     where tenant_id = $1 and enrollment_id = any($2::uuid[]) and revoked_at is null`,
    [tenantId, before.ended],
  )
  await insert(client, enrollment, before.kept.length > 0)
  await addCertificate(client, { tenantId, id }, certificate)
  const properties = [
    { name: 'deviceId', before: null, after: deviceId },
    { name: 'means', before: null, after: enrollment.means },
    { name: 'ownership', before: null, after: enrollment.ownership },
    { name: 'userPrincipalName', before: null, after: enrollment.user?.userPrincipalName ?? null },
    { name: 'certificate', before: null, after: certificate.serialNumber },
    ...before.kept.map((id) => ({ name: 'sharesDeviceIdWith', before: null, after: id })),
  ]
  await appendAudit(client, tenantId, [
    entry({ activity: 'Create Enrollment', id, deviceId, registrationId, properties }),
  ])
}

/**
 * What the device was before ends where it is proved: by its registration, which the deployment service has proved, or by
 * the same person. Anybody can state a DeviceID, so that of another person it ends nothing.
 */
async function endEarlier(
  client: Client,
  { tenantId, deviceId, registrationId, user }: NewEnrollment,
): Promise<{ readonly ended: readonly string[]; readonly kept: readonly string[] }> {
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 16))', [
    `enrollment ${tenantId} ${deviceIdKey(deviceId)}`,
  ])
  const { rows: ended } = await client.query<{ enrollment_id: string }>(
    `update enrollment set state = 'ended', ended_by = 'replaced', ended_at = business_now()
     where tenant_id = $1 and state <> 'ended'
       and (registration_id = $3 or (${isDevice} and user_id is not distinct from $4::uuid))
     returning enrollment_id`,
    [tenantId, deviceIdKey(deviceId), registrationId, user?.id ?? null],
  )
  const { rows: kept } = await client.query<{ enrollment_id: string }>(
    `select enrollment_id from enrollment where tenant_id = $1 and ${isDevice} and state <> 'ended'`,
    [tenantId, deviceIdKey(deviceId)],
  )
  const idOf = ({ enrollment_id: id }: { enrollment_id: string }) => id
  return { ended: ended.map(idOf), kept: kept.map(idOf) }
}

async function spendToken(client: Client, { tenantId, id }: NewEnrollment, tokenId: string) {
  const { rowCount } = await client.query(
    `update enrollment_token set used_at = business_now(), enrollment_id = $3
     where tenant_id = $1 and token_id = $2 and ${isUnused}`,
    [tenantId, tokenId, id],
  )
  if (rowCount !== 1) throw new NotAdded('token-spent')
}

/** One at a time for each person, so that devices that enroll together are counted. */
async function refuseAboveCap(
  client: Client,
  { tenantId, user, deviceId, maxDevicesOfUser }: NewEnrollment,
): Promise<void> {
  if (user === null || maxDevicesOfUser === null) return
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 16))', [
    `enrollment ${tenantId} ${user.id}`,
  ])
  const { rows } = await client.query<{ devices: number }>(
    `select count(*)::int as devices from enrollment
     where tenant_id = $1 and user_id = $2 and state <> 'ended' and ${keyOfDevice} <> $3`,
    [tenantId, user.id, deviceIdKey(deviceId)],
  )
  if ((rows[0]?.devices ?? 0) >= maxDevicesOfUser) throw new NotAdded('cap-reached')
}

async function insert(client: Client, of: NewEnrollment, sharesDeviceId: boolean): Promise<void> {
  await client.query(
    `insert into enrollment (tenant_id, enrollment_id, device_id, hardware_id, device_name, os_edition, os_version,
       device_type, enrollment_type, ownership, user_id, user_principal_name, registration_id, is_in_oobe, means,
       shares_device_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      of.tenantId,
      of.id,
      of.deviceId,
      of.hardwareId,
      of.deviceName,
      of.osEdition,
      of.osVersion,
      of.deviceType,
      of.enrollmentType,
      of.ownership,
      of.user?.id ?? null,
      of.user?.userPrincipalName ?? null,
      of.registrationId,
      of.isInOobe,
      of.means,
      sharesDeviceId,
    ],
  )
}

async function addCertificate(
  client: Client,
  { tenantId, id }: Pick<NewEnrollment, 'tenantId' | 'id'>,
  certificate: DeviceCertificate,
): Promise<void> {
  const { serialNumber, fingerprint, der, issuedAt, expiresAt } = certificate
  await client.query(
    `insert into device_certificate (serial_number, fingerprint, tenant_id, enrollment_id, der, issued_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [serialNumber, fingerprint, tenantId, id, der, issuedAt, expiresAt],
  )
}

type Entry = {
  readonly activity: 'Create Enrollment' | 'Renew Enrollment'
  readonly id: string
  readonly deviceId: string
  readonly registrationId?: string | null
  readonly properties: NonNullable<AuditEntry['resources'][number]['properties']>
}

function entry({ activity, id, deviceId, registrationId, properties }: Entry): AuditEntry {
  const registration = registrationId ? { deviceId: registrationId } : {}
  return {
    category: 'Enrollment',
    activity,
    operation: activity === 'Create Enrollment' ? 'Create' : 'Action',
    result: 'Success',
    actor: { kind: 'device', ...registration, proof: 'enrollment', proofId: id },
    correlationId: newUuid(),
    resources: [{ type: 'Enrollment', id, name: deviceId, properties }],
  }
}
