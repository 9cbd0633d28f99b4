/** The tables of webhooks as Kysely sees them; `migrations/0031_webhooks.sql` says what they are for. */
import type { ColumnType, Generated } from 'kysely'
import type { AuditActor } from '../../../core/audit/audit.ts'

type WebhookTable = {
  tenant_id: string
  webhook_id: string
  url: string
  event_types: string[]
  description: Generated<string>
  state: Generated<'unverified' | 'active' | 'disabled'>
  disabled_reason: string | null
  secret: Buffer
  previous_secret: Buffer | null
  previous_until: Date | null
  private_network: Generated<boolean>
  created_by: string
  created_at: Generated<Date>
  verified_at: Date | null
  revision: Generated<number>
  taken_at: Date | null
  tried_at: Date | null
  answered_by: ColumnType<AuditActor | null, string | undefined, string>
  granted: ColumnType<string[] | null, string[] | undefined, string[]>
}

type WebhookDeliveryTable = {
  tenant_id: string
  webhook_id: string
  event_id: string
  verifies: Generated<boolean>
  state: Generated<'waiting' | 'delivered' | 'dead'>
  attempts: Generated<number>
  due_at: Generated<Date>
  held_until: Date | null
  last_at: Date | null
  last_status: number | null
  last_error: string | null
}

/** To be joined with the other tables of the database. */
export type WebhookTables = {
  webhook: WebhookTable
  webhook_delivery: WebhookDeliveryTable
}
