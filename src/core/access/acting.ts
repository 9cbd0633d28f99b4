/**
 * What is under way in a request: which devices it may reach, and what it did, for the audit trail.
 *
 * It goes along with the request by itself instead of through every call in between, so that no route can
 * forget to hand it on: the ports to devices and imports ask here. Outside of a request nothing is limited.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { NoteAudit } from '../audit/audit.ts'
import { type TagScope, wholeTenant } from './tag-scope.ts'

const scopes = new AsyncLocalStorage<TagScope>()
const notes = new AsyncLocalStorage<NoteAudit>()

export function withScope<T>(scope: TagScope, work: () => T): T {
  return scopes.run(scope, work)
}

export function currentScope(): TagScope {
  return scopes.getStore() ?? wholeTenant
}

export function withNotes<T>(note: NoteAudit, work: () => T): T {
  return notes.run(note, work)
}

/** Adds to the audit entry of the act under way; outside of one it does nothing. */
export const noteAudit: NoteAudit = (resource) => notes.getStore()?.(resource)
