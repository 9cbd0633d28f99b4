/**
 * The audit trail: who changed what, and what was refused to whom. One chain of entries per tenant.
 *
 * An entry is written in the transaction of its change; if it cannot be written, the change does not happen.
 * Requests need no code for that: their routes run in an audited transaction (`Audit` below), and what they do is
 * noted there. Work outside a request appends its own entries, last in its transaction, because appending locks the
 * end of the tenant's chain until the transaction ends:
 *     await appendAudit(client, tenantId, entries)  // of src/storage/audit/append-audit.ts
 *     // client: pg.ClientBase in a transaction; entries: readonly AuditEntry[]
 * That is one round trip for any number of entries, and nothing at all for an empty list.
 */
import type { Caller } from '../access/caller.ts'
import type { TenantId } from '../ids.ts'

/** Categories of the trail, named as in Intune where it has one. [inferred: no source lists Autopilot's] */
export const auditCategories = [
  'Enrollment',
  'Device',
  'Group',
  'User',
  'Role',
  'Application',
  'Tenant',
  'SignIn',
  'Other',
] as const

export type AuditCategory = (typeof auditCategories)[number]

export type AuditOperation = 'Create' | 'Patch' | 'Delete' | 'Action'

/** Who did it; `system` is the server itself, in a job started by an earlier request or on schedule. */
export type AuditActor =
  | {
      readonly kind: 'application'
      readonly applicationId: string
      readonly objectId: string
      readonly address?: string
    }
  | {
      readonly kind: 'user'
      readonly applicationId: string
      readonly userId: string
      readonly userPrincipalName: string
      readonly address?: string
    }
  | {
      readonly kind: 'partner'
      readonly partnerTenantId: string
      readonly applicationId: string
      readonly userId?: string
      readonly userPrincipalName?: string
      readonly address?: string
    }
  | {
      readonly kind: 'device'
      /** Of its registration; absent = it has none. */
      readonly deviceId?: string
      /** What identified the device: the key's thumbprint or the enrollment's id. */
      readonly proof: 'key' | 'enrollment'
      readonly proofId: string
      readonly address?: string
    }
  | { readonly kind: 'system'; readonly job: string }

/** A property before and after; null = it was or is empty. Never a hash, a code or a secret. */
export type AuditedProperty = {
  readonly name: string
  readonly before: string | null
  readonly after: string | null
}

/** What was acted on. */
export type AuditResource = {
  /** Such as `WindowsAutopilotDeviceIdentity`. */
  readonly type: string
  readonly id: string
  readonly name?: string
  readonly properties?: readonly AuditedProperty[]
}

export type AuditEntry = {
  readonly category: AuditCategory
  /** Operation and resource, such as `Create WindowsAutopilotDeviceIdentity`. */
  readonly activity: string
  readonly operation: AuditOperation
  readonly result: 'Success' | 'Failure'
  readonly actor: AuditActor
  /** The request's id or, in the work of an import, the import's. */
  readonly correlationId: string
  readonly resources: readonly AuditResource[]
  /** Why it was refused. */
  readonly reason?: string
}

/** A request that changes something, as far as it is known beforehand. */
export type AuditedAct = Pick<
  AuditEntry,
  'category' | 'activity' | 'operation' | 'correlationId'
> & {
  readonly tenantId: TenantId
  readonly actor: AuditActor
}

/** Adds what was acted on to the entry of the current act. */
export type NoteAudit = (resource: AuditResource) => void

/** The result of an act. The entry names `resource` if nothing was noted; absent id = unknown. */
export type AuditedResult<T> = {
  readonly result: T
  readonly resource: { readonly type: string; readonly id?: string | undefined }
}

/** Runs acts with `Ports` that are bound to the transaction of the act and its entry. */
export type Audit<Ports> = {
  /** Runs `work` and writes its entry in one transaction. If `work` throws, everything is rolled back. */
  change<T>(
    act: AuditedAct,
    work: (ports: Ports, note: NoteAudit) => Promise<AuditedResult<T>>,
  ): Promise<T>
  /** Records an act that changes nothing else. */
  happened(act: AuditedAct, resource: AuditResource): Promise<void>
  /** Records that the act was refused. */
  refused(act: AuditedAct, reason: string): Promise<void>
}

export function actorOf(caller: Caller, address?: string): AuditActor {
  const from = address === undefined ? {} : { address }
  switch (caller.kind) {
    case 'application': {
      const { applicationId, objectId } = caller
      return { kind: 'application', applicationId, objectId, ...from }
    }
    case 'user': {
      const { applicationId, userId, userPrincipalName } = caller
      return { kind: 'user', applicationId, userId, userPrincipalName, ...from }
    }
    case 'partner': {
      const { partnerTenantId, applicationId, user } = caller
      const person = user && { userId: user.id, userPrincipalName: user.userPrincipalName }
      return { kind: 'partner', partnerTenantId, applicationId, ...person, ...from }
    }
    case 'device': {
      const { deviceId, proof } = caller
      const known = deviceId === undefined ? {} : { deviceId }
      return { kind: 'device', ...known, proof: proof.kind, proofId: proof.id, ...from }
    }
    case 'system':
      return { kind: 'system', job: caller.job }
  }
}

/** The actor's name where there is room for only one. */
export function nameOfActor(actor: AuditActor): string {
  switch (actor.kind) {
    case 'user':
      return actor.userPrincipalName
    case 'application':
      return actor.applicationId
    case 'partner':
      return actor.userPrincipalName ?? actor.applicationId
    case 'device':
      return actor.deviceId ?? actor.proofId
    case 'system':
      return 'system'
  }
}
