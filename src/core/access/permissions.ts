/**
 * What a caller may do, and by which application roles. One table for every surface: a route names a
 * permission, this table names the roles that carry it. [documented: Graph permissions reference]
 */
import { DomainError } from '../errors.ts'
import type { Caller, UserCaller } from './caller.ts'

const grantedBy = {
  'devices.read': [
    'DeviceManagementServiceConfig.Read.All',
    'DeviceManagementServiceConfig.ReadWrite.All',
  ],
  'devices.write': ['DeviceManagementServiceConfig.ReadWrite.All'],
  'directory-devices.read': ['Device.Read.All', 'Device.ReadWrite.All', 'Directory.Read.All'],
  'directory-devices.write': ['Device.ReadWrite.All', 'Directory.ReadWrite.All'],
} as const satisfies Record<string, readonly string[]>

export type Permission = keyof typeof grantedBy

/** Every role that carries any permission: what a first application is given. */
export const allRoles: readonly string[] = [...new Set(Object.values(grantedBy).flat())]

export function requirePermission(caller: Caller, permission: Permission): void {
  const roles: readonly string[] = grantedBy[permission]
  if (caller.kind === 'user') {
    requireOfPerson(caller, roles)
    return
  }
  if (roles.some((role) => caller.roles.includes(role))) return
  throw new DomainError(
    'not-permitted',
    `Application '${caller.applicationId}' needs one of the application permissions ${roles.join(', ')}.`,
  )
}

const administrators = ['Global Administrator', 'Intune Administrator']

/** Of a person both must allow it: the program's delegated scopes and a role of the person. */
function requireOfPerson(caller: UserCaller, scopes: readonly string[]): void {
  const mayProgram = scopes.some((scope) => caller.scopes.includes(scope))
  const mayPerson = administrators.some((role) => caller.directoryRoles.includes(role))
  if (mayProgram && mayPerson) return
  const lacking = mayProgram
    ? `one of the roles ${administrators.join(', ')}`
    : `a program with one of the scopes ${scopes.join(', ')}`
  throw new DomainError('not-permitted', `${caller.userPrincipalName} needs ${lacking}.`)
}
