/**
 * What is under way: which devices it may reach, and what it did, for the audit trail.
 *
 * Both go along by themselves instead of through every call in between, so that no route can forget to hand
 * them on, and both fail closed: work that neither a route's guard nor `asSystem` has let in reaches nothing.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { NoteAudit } from '../audit/audit.ts'
import { type TagScope, wholeTenant } from './tag-scope.ts'

const scopes = new AsyncLocalStorage<TagScope>()
const notes = new AsyncLocalStorage<NoteAudit>()

export function withScope<T>(scope: TagScope, work: () => T): T {
  return scopes.run(scope, work)
}

/** Throws where neither a guard nor `asSystem` has said what may be reached. */
export function currentScope(): TagScope {
  const scope = scopes.getStore()
  if (scope === undefined) throw new Error('this work has no scope: no guard or asSystem let it in')
  return scope
}

export function withNotes<T>(note: NoteAudit, work: () => T): T {
  return notes.run(note, work)
}

/** Adds to the audit entry of the act under way; throws where there is no act that could be noted. */
export const noteAudit: NoteAudit = (resource) => {
  const note = notes.getStore()
  if (note === undefined) throw new Error('this change is part of no audited act')
  note(resource)
}

/**
 * Runs work of Taxiway itself, which reaches the whole tenant and is part of nobody's request. What it does
 * for the audit trail it appends itself. `reason` says to the reader of the call why it may.
 */
export function asSystem<T>(reason: string, work: () => T): T {
  if (reason === '') throw new Error('work as the system needs a reason')
  return scopes.run(wholeTenant, () => notes.run(() => undefined, work))
}
