/** The tables of removal plans as Kysely sees them; `migrations/0037_removal_plans.sql` says what they are for. */
import type { Generated } from 'kysely'

type RemovalPlanTable = {
  tenant_id: string
  plan_id: string
  state: string
  version: Generated<number>
  removal_order: string
  act: string
  prepare: string
  reason: string | null
  made_by: string
  actor: unknown
  approval_id: string | null
  created_at: Generated<Date>
  started_at: Date | null
  ended_at: Date | null
  look_at: Generated<Date>
  attempts: Generated<number>
  careful: Generated<number>
  given_up: Generated<number>
}

type RemovalPlanDeviceTable = {
  tenant_id: string
  plan_id: string
  device_number: number
  device_id: string | null
  state: string
  undone: Generated<boolean>
  settled_at: Date | null
  planned: unknown
  archive: unknown
}

/** To be joined with the other tables of the database. */
export type RemovalPlanTables = {
  removal_plan: RemovalPlanTable
  removal_plan_device: RemovalPlanDeviceTable
}
