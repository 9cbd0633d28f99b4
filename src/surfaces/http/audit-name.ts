/** What the audit trail calls a route's act; checked when the surface starts, so that no change goes without a name. */
import { isPermission } from '../../core/access/permissions.ts'
import type { AuditOperation } from '../../core/audit/audit.ts'
import type { AuditName, Method, Route } from './route.ts'

const operations: Readonly<Record<Method, AuditOperation>> = {
  // Reading is audited only if it reveals what identifies a device.
  GET: 'Action',
  POST: 'Create',
  PATCH: 'Patch',
  PUT: 'Patch',
  DELETE: 'Delete',
}

/** Undefined: requests of the route are not audited. */
export function checkedName<Ports>({ method, path, permission, audit }: Route<Ports>) {
  if (!isPermission(permission))
    throw new Error(`${method} ${path} names the permission '${permission}', which there is not`)
  const changes = method !== 'GET' && !permission.endsWith('.read')
  if (changes && audit === undefined)
    throw new Error(`${method} ${path} changes something that the audit trail has no name for`)
  return audit && nameInTrail(method, audit)
}

export function nameInTrail(method: Method, { category, resource, action }: AuditName) {
  const operation = action !== undefined && method === 'POST' ? 'Action' : operations[method]
  const activity = [operation, action, resource].filter(Boolean).join(' ')
  return { category, operation, activity }
}
