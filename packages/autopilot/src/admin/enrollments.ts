/** Device management: tokens with which devices enroll, enrolled devices, and what a tenant wants of them. */

export type EnrollmentOwnership = 'corporate' | 'personal'

export type MadeEnrollmentToken = {
  readonly id: string
  /** Shown once. */
  readonly token: string
  readonly expiresAt: string
  /** What the device is given beside the token. */
  readonly discoveryUrl: string
}

export type EnrollmentTokenView = {
  readonly id: string
  readonly ownership: EnrollmentOwnership
  readonly userPrincipalName: string | null
  readonly createdBy: string
  readonly createdDateTime: string
  readonly expiresDateTime: string
  readonly state: 'unused' | 'used' | 'withdrawn' | 'expired'
  /** The enrollment that used it. */
  readonly enrollmentId: string | null
}

export type EnrollmentView = {
  readonly id: string
  /** As the device calls itself in management. */
  readonly deviceId: string
  readonly deviceName: string | null
  readonly osVersion: string | null
  readonly ownership: EnrollmentOwnership
  readonly userPrincipalName: string | null
  /** The Autopilot registration that it is known to be. */
  readonly registrationId: string | null
  readonly means: 'deployment' | 'administrator' | 'sign-in'
  readonly state: 'active' | 'leaving' | 'ended'
  /** How it is asked to reset itself at its next session; null = it is not. */
  readonly wipe: 'full' | 'protected' | 'keep-enrollment' | 'keep-data' | null
  /** It states the device id of another enrollment that was in force, and did not prove to be that device. */
  readonly sharesDeviceId: boolean
  readonly endedBy: 'device' | 'server' | 'administrator' | 'replaced' | null
  readonly enrolledDateTime: string
  readonly lastSeenDateTime: string | null
  readonly endedDateTime: string | null
}

export type EnrollmentSettings = {
  /** Enrolled devices of the organization are asked for their hardware hash, and register themselves. */
  readonly convertAllTargetedDevices: boolean
  /** No device enrolls for now. */
  readonly isPaused: boolean
}
