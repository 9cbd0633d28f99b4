/** Devices in management: what is known of an enrollment, and how a message of the device is recognized as its own. */
import type { DeviceId, TenantId } from '../ids.ts'
import type { WipeKind } from '../inventory/wipe-kind.ts'
import type { FieldTypes, ListQuery, Rows } from '../query.ts'

export type EnrollmentState = 'active' | 'leaving' | 'ended'
export type EndedBy = 'device' | 'server' | 'administrator' | 'replaced'
export type Ownership = 'corporate' | 'personal'
/** What let the device enroll: a token from the deployment service or of an administrator, or a person's sign-in. */
export type EnrollmentMeans = 'deployment' | 'administrator' | 'sign-in'

export type Enrollment = {
  readonly tenantId: TenantId
  readonly id: string
  /** What the device calls itself in every message: `Source/LocURI` of its sessions. */
  readonly deviceId: string
  readonly hardwareId: string | null
  readonly deviceName: string | null
  readonly osEdition: string | null
  readonly osVersion: string | null
  readonly deviceType: string | null
  readonly enrollmentType: 'device' | 'full'
  readonly ownership: Ownership
  readonly userId: string | null
  readonly userPrincipalName: string | null
  /** The Autopilot registration that it is known to be. */
  readonly registrationId: DeviceId | null
  readonly isInOobe: boolean
  readonly means: EnrollmentMeans
  readonly managedDeviceId: string | null
  /** leaving: it is asked to unenroll at its next session. */
  readonly state: EnrollmentState
  readonly endedBy: EndedBy | null
  /** It is asked to reset itself at its next session; null = it is not. */
  readonly wipe: WipeKind | null
  /** At its next session everything is read anew. */
  readonly isSyncWanted: boolean
  /** It stated the DeviceID of another enrollment in force, and did not prove to be that device. */
  readonly sharesDeviceId: boolean
  readonly enrolledAt: Date
  readonly lastSeenAt: Date | null
  readonly endedAt: Date | null
}

/** An enrollment with one of its certificates, as the authority issued it. */
export type Certified = Enrollment & {
  /** DER. */
  readonly certificate: Buffer
  readonly certificateSerial: string
}

/** By the certificate's serial number, in hex. Undefined: unknown, revoked, expired, or the enrollment has ended. */
export type FindCertified = (serialNumber: string) => Promise<Certified | undefined>

export type EnrollmentChange = {
  readonly registrationId?: DeviceId | null
  readonly managedDeviceId?: string | null
  readonly lastSeenAt?: Date
  readonly deviceName?: string
  readonly osVersion?: string
  readonly state?: 'active' | 'leaving'
  readonly wipe?: WipeKind | null
  readonly isSyncWanted?: boolean
}

export const enrollmentFieldTypes = {
  id: 'id',
  deviceId: 'text',
  deviceName: 'text',
  userPrincipalName: 'text',
  ownership: 'text',
  state: 'text',
  registrationId: 'id',
  enrolledAt: 'date',
  lastSeenAt: 'date',
} as const satisfies FieldTypes<string>

export type EnrollmentField = keyof typeof enrollmentFieldTypes

export type Enrollments = {
  find(tenantId: TenantId, id: string): Promise<Enrollment | undefined>
  list(tenantId: TenantId, query: ListQuery<EnrollmentField>): Promise<Rows<Enrollment>>
  /** False: there is none, or it has ended. */
  change(tenantId: TenantId, id: string, change: EnrollmentChange): Promise<boolean>
  /** Ends it and revokes its certificates. False: it had ended before. */
  end(tenantId: TenantId, id: string, by: EndedBy): Promise<boolean>
}
