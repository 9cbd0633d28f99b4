/** Reading the audit trail of a tenant. */
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import type { FieldTypes, ListQuery, Rows } from '../query.ts'
import { parseUuid } from '../uuid.ts'
import type { AuditEntry } from './audit.ts'
import type { AuditRecord } from './chain.ts'

export type AuditField =
  | 'seq'
  | 'at'
  | 'category'
  | 'activity'
  | 'operation'
  | 'result'
  | 'correlationId'
  | 'actor'
  | 'applicationId'
  | 'resource'

export const auditFieldTypes = {
  seq: 'number',
  at: 'date',
  category: 'text',
  activity: 'text',
  operation: 'text',
  result: 'text',
  correlationId: 'text',
  /** The person's principal name, or the application's id. */
  actor: 'text',
  applicationId: 'text',
  /** The id of something that an entry is about, such as a device. */
  resource: 'texts',
} as const satisfies FieldTypes<AuditField>

export type AuditEvent = {
  readonly tenantId: TenantId
  readonly seq: number
  readonly at: Date
  readonly entry: AuditEntry
}

/** A signed end of a chain. */
export type Checkpoint = {
  readonly tenantId: string
  readonly seq: number
  /** Hex. */
  readonly hash: string
  /** ISO text in UTC. */
  readonly at: string
  readonly keyId: string
  /** Base64 of an Ed25519 signature over the canonical JSON of the rest. */
  readonly signature: string
}

export type AuditTrail = {
  list(tenantId: TenantId, query: ListQuery<AuditField>): Promise<Rows<AuditEvent>>
  find(tenantId: TenantId, seq: number): Promise<AuditEvent | undefined>
  /** Activities that occurred lately in a category; undefined = in any. */
  activities(tenantId: TenantId, category?: string): Promise<readonly string[]>
  /** The chain from its first entry on. */
  records(tenantId: TenantId): AsyncIterable<AuditRecord>
  checkpoints(tenantId: TenantId): Promise<readonly Checkpoint[]>
}

/** An entry's id for protocols whose ids are UUIDs: the tenant's with the number at the end. */
export function auditEventId({ tenantId, seq }: Pick<AuditEvent, 'tenantId' | 'seq'>): string {
  return `${tenantId.slice(0, 24)}${seq.toString(16).padStart(12, '0')}`
}

export async function findAuditEvent(
  trail: Pick<AuditTrail, 'find'>,
  tenantId: TenantId,
  id: string,
): Promise<AuditEvent> {
  const uuid = parseUuid(id)
  const own = uuid?.startsWith(tenantId.slice(0, 24)) ? Number.parseInt(uuid.slice(24), 16) : 0
  const event = own === 0 ? undefined : await trail.find(tenantId, own)
  if (event === undefined) throw new DomainError('not-found', `There is no audit event '${id}'.`)
  return event
}
