/**
 * The current act: who acts, which devices it may reach, and what it did, for the audit trail.
 *
 * It is ambient instead of being passed through every call, so that no route can forget to pass it on, and what it may
 * reach and did fails closed: work that was let in neither by a route's guard nor by `asSystem` reaches nothing.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { type TagScope, wholeTenant } from './access/tag-scope.ts'
import type { AuditActor, NoteAudit } from './audit/audit.ts'

type Act = {
  readonly scope?: TagScope
  readonly actor?: AuditActor
  readonly note?: NoteAudit
  readonly isAdmitted?: true
}

const acts = new AsyncLocalStorage<Act>()

/** What is not named stays as it is. */
function within<T>(part: Act, work: () => T): T {
  return acts.run({ ...acts.getStore(), ...part }, work)
}

const noOne: AuditActor = { kind: 'system', job: 'none' }

export function withScope<T>(scope: TagScope, work: () => T): T {
  return within({ scope }, work)
}

/** Throws unless a guard or `asSystem` has said what may be reached. */
export function currentScope(): TagScope {
  const scope = acts.getStore()?.scope
  if (scope === undefined) throw new Error('this work has no scope: no guard or asSystem let it in')
  return scope
}

export function withActor<T>(actor: AuditActor, work: () => T): T {
  return within({ actor }, work)
}

/** Who acts; the system where nobody has said so. */
export function currentActor(): AuditActor {
  return acts.getStore()?.actor ?? noOne
}

/** Runs work on devices that have been counted, or approved by a second person, before. */
export function asAdmitted<T>(work: () => T): T {
  return within({ isAdmitted: true }, work)
}

export function isAdmitted(): boolean {
  return acts.getStore()?.isAdmitted === true
}

export function withNotes<T>(note: NoteAudit, work: () => T): T {
  return within({ note }, work)
}

/** Adds to the audit entry of the current act; throws if there is none. */
export const noteAudit: NoteAudit = (resource) => {
  const note = acts.getStore()?.note
  if (note === undefined) throw new Error('this change is part of no audited act')
  note(resource)
}

/**
 * Runs work of Taxiway itself, which reaches the whole tenant and belongs to no request. It writes its own audit
 * entries. `reason` says to readers of the call why this is allowed.
 */
export function asSystem<T>(reason: string, work: () => T): T {
  if (reason === '') throw new Error('work as the system needs a reason')
  return within({ scope: wholeTenant, note: () => undefined }, work)
}
