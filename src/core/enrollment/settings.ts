/** What a tenant wants of devices that enroll. */
import type { TenantId } from '../ids.ts'

export type EnrollmentSettings = {
  /** Enrolled devices of the organization are asked for their hardware hash and register themselves. */
  readonly convertAllTargetedDevices: boolean
  /** No device enrolls for now. */
  readonly isPaused: boolean
}

export type EnrollmentSettingsPort = {
  find(tenantId: TenantId): Promise<EnrollmentSettings>
  change(tenantId: TenantId, change: Partial<EnrollmentSettings>): Promise<EnrollmentSettings>
}
