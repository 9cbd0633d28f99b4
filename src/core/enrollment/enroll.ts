/**
 * A device enrolls: what it may, for whom, and the certificate with which it proves itself from then on. Everything
 * about it is settled in one transaction, in which its token is spent.
 */
import type { Device } from '../devices/device.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import type { EnrollmentMeans, Ownership } from './enrollment.ts'
import { EnrollmentFault } from './fault.ts'
import { type Restrictions, refuseRestricted } from './restrictions.ts'
import type { EnrollmentSettings } from './settings.ts'
import type { EnrollmentUser } from './token.ts'

/** What the device's token, or its session, permits. */
export type Admission = {
  readonly tenantId: TenantId
  readonly means: EnrollmentMeans
  readonly ownership: Ownership
  readonly user: EnrollmentUser | null
  readonly registrationId: DeviceId | null
  /** Spent by the enrollment; null: something else was shown. */
  readonly tokenId: string | null
}

/** What the device says about itself. */
export type Applicant = {
  readonly deviceId: string
  readonly hardwareId: string | null
  readonly deviceName: string | null
  readonly osEdition: string | null
  readonly osVersion: string | null
  readonly deviceType: string | null
  readonly enrollmentType: 'device' | 'full'
  /** The Autopilot registration that it says it is; proved only by the token of the deployment service. */
  readonly statedRegistrationId: string | null
  readonly isInOobe: boolean
  /** PKCS #10, DER. */
  readonly certificateRequest: Buffer
}

export type DeviceCertificate = {
  readonly der: Buffer
  readonly serialNumber: string
  readonly fingerprint: Buffer
  readonly issuedAt: Date
  readonly expiresAt: Date
}

export type CertificateIssuer = {
  /** DER of the authority's own. */
  certificate(): Promise<Buffer>
  /** Throws a fault for a request that no certificate is issued for. */
  issue(request: Buffer, deviceId: string): Promise<DeviceCertificate>
}

export type NewEnrollment = Omit<Applicant, 'certificateRequest' | 'statedRegistrationId'> &
  Pick<Admission, 'tenantId' | 'means' | 'ownership' | 'user' | 'registrationId' | 'tokenId'> & {
    readonly id: string
    readonly certificate: DeviceCertificate
    /** Of the person the device enrolls for; null = no limit. */
    readonly maxDevicesOfUser: number | null
  }

export type EnrollDeps = {
  readonly issuer: CertificateIssuer
  readonly settings: { find(tenantId: TenantId): Promise<EnrollmentSettings> }
  readonly restrictions: (tenantId: TenantId) => Promise<Restrictions>
  readonly findDevice: (tenantId: TenantId, id: DeviceId) => Promise<Device | undefined>
  /** Undefined: there is no such person. */
  readonly findUser: (
    tenantId: TenantId,
    id: string,
  ) => Promise<{ readonly enabled: boolean; readonly licensed: boolean } | undefined>
  /**
   * Ends what the device, or its registration, was enrolled as before. `token-spent`: another device was faster;
   * `cap-reached`: the person has as many devices as may be.
   */
  readonly add: (enrollment: NewEnrollment) => Promise<'added' | 'token-spent' | 'cap-reached'>
  readonly newId: () => string
}

export type Enrolled = {
  readonly id: string
  readonly deviceId: string
  readonly enrollmentType: 'device' | 'full'
  readonly certificate: DeviceCertificate
  /** DER. */
  readonly authority: Buffer
}

/** Throws EnrollmentFault. */
export async function enrollDevice(
  deps: EnrollDeps,
  admission: Admission,
  applicant: Applicant,
): Promise<Enrolled> {
  const { tenantId } = admission
  if ((await deps.settings.find(tenantId)).isPaused)
    throw new EnrollmentFault('in-maintenance', 'Enrollment is paused by an administrator.')
  await refuseUser(deps, admission)
  await refuseRegistration(deps, admission, applicant)
  const restrictions = await deps.restrictions(tenantId)
  refuseRestricted(restrictions, { ...admission, ...applicant })
  const { deviceId, certificateRequest, statedRegistrationId: _, ...about } = applicant
  const certificate = await deps.issuer.issue(certificateRequest, deviceId)
  const id = deps.newId()
  const outcome = await deps.add({
    ...about,
    ...admission,
    id,
    deviceId,
    certificate,
    maxDevicesOfUser: restrictions.maxDevicesOfUser,
  })
  if (outcome === 'token-spent')
    throw new EnrollmentFault('authentication', 'The token has been used.')
  if (outcome === 'cap-reached')
    throw new EnrollmentFault(
      'device-cap-reached',
      `The user has ${restrictions.maxDevicesOfUser} enrolled devices, which is the limit.`,
    )
  const { enrollmentType } = applicant
  return { id, deviceId, enrollmentType, certificate, authority: await deps.issuer.certificate() }
}

async function refuseUser(
  { findUser }: Pick<EnrollDeps, 'findUser'>,
  { tenantId, user }: Admission,
): Promise<void> {
  if (user === null) return
  const found = await findUser(tenantId, user.id)
  if (found?.enabled !== true)
    throw new EnrollmentFault('authorization', `${user.userPrincipalName} may not enroll devices.`)
  if (!found.licensed)
    throw new EnrollmentFault(
      'user-license',
      `${user.userPrincipalName} has no license for device management.`,
    )
}

/** A device of Autopilot says which registration it is. */
async function refuseRegistration(
  { findDevice }: Pick<EnrollDeps, 'findDevice'>,
  { tenantId, registrationId }: Admission,
  { statedRegistrationId: stated }: Applicant,
): Promise<void> {
  if (stated !== null && registrationId !== null && stated !== registrationId)
    throw new EnrollmentFault(
      'enrollment-data-invalid',
      'ZeroTouchProvisioning names a different registration from the token.',
    )
  const id = registrationId ?? (stated as DeviceId | null)
  if (id === null) return
  const device = await findDevice(tenantId, id)
  if (device === undefined)
    throw new EnrollmentFault(
      'enrollment-server',
      'The registration of the device no longer exists.',
    )
  if (device.userlessEnrollmentStatus === 'blocked')
    throw new EnrollmentFault(
      'device-not-supported',
      'The device deployed itself before; an administrator must allow the next time.',
    )
}
