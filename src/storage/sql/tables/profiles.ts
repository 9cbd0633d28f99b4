/** Deployment profiles and whom they are for as Kysely sees them; `migrations/0006_profiles.sql` says what they are for. */
import type { Timestamp } from './timestamp.ts'

export type DeploymentProfileTable = {
  tenant_id: string
  profile_id: string
  display_name: string
  settings: unknown
  created_at: Timestamp
  modified_at: Timestamp
}

export type ProfileAssignmentTable = {
  tenant_id: string
  profile_id: string
  target: string
  group_id: string
  created_at: Timestamp
}

type ProfileDeviceTable = {
  tenant_id: string
  device_id: string
  profile_id: string
  created_at: Timestamp
}

type AutopilotSyncTable = {
  tenant_id: string
  settings_id: string
  triggered_at: Date | null
}

export type ProfileTables = {
  deployment_profile: DeploymentProfileTable
  profile_assignment: ProfileAssignmentTable
  profile_device: ProfileDeviceTable
  autopilot_sync: AutopilotSyncTable
}
