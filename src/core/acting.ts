/**
 * The current act: who acts, which devices it may reach, and what it did, for the audit trail.
 *
 * All are ambient instead of being passed through every call, so that no route can forget to pass them on, and
 * the last two fail closed: work that was admitted neither by a route's guard nor by `asSystem` reaches nothing.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { type TagScope, wholeTenant } from './access/tag-scope.ts'
import type { AuditActor, NoteAudit } from './audit/audit.ts'

const scopes = new AsyncLocalStorage<TagScope>()
const notes = new AsyncLocalStorage<NoteAudit>()
const actors = new AsyncLocalStorage<AuditActor>()

const admissions = new AsyncLocalStorage<true>()

const noOne: AuditActor = { kind: 'system', job: 'none' }

export function withScope<T>(scope: TagScope, work: () => T): T {
  return scopes.run(scope, work)
}

/** Throws unless a guard or `asSystem` has said what may be reached. */
export function currentScope(): TagScope {
  const scope = scopes.getStore()
  if (scope === undefined) throw new Error('this work has no scope: no guard or asSystem let it in')
  return scope
}

export function withActor<T>(actor: AuditActor, work: () => T): T {
  return actors.run(actor, work)
}

/** Who acts; the system where nobody has said so. */
export function currentActor(): AuditActor {
  return actors.getStore() ?? noOne
}

/** Runs work on devices that have been counted, or approved by a second person, before. */
export function asAdmitted<T>(work: () => T): T {
  return admissions.run(true, work)
}

export function isAdmitted(): boolean {
  return admissions.getStore() === true
}

export function withNotes<T>(note: NoteAudit, work: () => T): T {
  return notes.run(note, work)
}

/** Adds to the audit entry of the current act; throws if there is none. */
export const noteAudit: NoteAudit = (resource) => {
  const note = notes.getStore()
  if (note === undefined) throw new Error('this change is part of no audited act')
  note(resource)
}

/**
 * Runs work of Taxiway itself, which reaches the whole tenant and belongs to no request. It writes its own audit
 * entries. `reason` says to readers of the call why this is allowed.
 */
export function asSystem<T>(reason: string, work: () => T): T {
  if (reason === '') throw new Error('work as the system needs a reason')
  return scopes.run(wholeTenant, () => notes.run(() => undefined, work))
}
