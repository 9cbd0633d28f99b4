/**
 * Turns the claims of a token, whose signature, issuer and tenant have been verified, into a Caller.
 *
 * About a person, the token is only trusted for who it is and how the sign-in was made. Whether that still holds,
 * and which roles the person has, is looked up each time: a token outlives neither.
 */
import type { JWTPayload } from 'jose'
import type { ApplicationCaller, UserCaller } from '../../core/access/caller.ts'
import type { People } from '../../core/directory/user.ts'
import type { ApplicationId, TenantId } from '../../core/ids.ts'
import { parseUuid } from '../../core/uuid.ts'
import type { LiveProgram } from './live-programs.ts'

/** Seconds by which an emulator's clock was ahead of real time when the token was issued; absent = none. */
export const clockAheadClaim = 'taxiway_clock_ahead'

/** Undefined: a claim is missing or wrong. Of the token's roles, only those count that the application still has. */
export function applicationCaller(
  tenantId: TenantId,
  { oid, appid, roles, scp }: JWTPayload,
  program: LiveProgram,
): ApplicationCaller | undefined {
  if (typeof oid !== 'string' || typeof appid !== 'string' || !isTextList(roles)) return undefined
  if (scp !== undefined) return undefined
  return {
    kind: 'application',
    tenantId,
    applicationId: appid as ApplicationId,
    objectId: oid,
    roles: roles.filter((role) => program.roles.includes(role)),
  }
}

/** Also undefined if the person no longer exists, may no longer sign in, or has revoked the sign-in. */
export async function userCaller(
  tenantId: TenantId,
  { oid, appid, scp, amr, auth_time: signedInAt, idtyp, roles, ...rest }: JWTPayload,
  people: Pick<People, 'find'>,
): Promise<UserCaller | undefined> {
  if (idtyp !== undefined || roles !== undefined) return undefined
  if (typeof oid !== 'string' || typeof appid !== 'string' || typeof scp !== 'string')
    return undefined
  const applicationId = parseUuid(appid) as ApplicationId | undefined
  if (typeof signedInAt !== 'number' || !isTextList(amr) || applicationId === undefined)
    return undefined
  const person = await people.find(tenantId, oid)
  const authTime = new Date(signedInAt * 1000)
  if (person?.enabled !== true || hasEnded(authTime, person.signInsValidFrom)) return undefined
  return {
    kind: 'user',
    tenantId,
    applicationId,
    userId: person.id,
    userPrincipalName: person.userPrincipalName,
    scopes: scp.split(' ').filter((scope) => scope !== ''),
    directoryRoles: person.roles,
    amr,
    authTime: new Date(authTime.getTime() + Number(rest[clockAheadClaim] ?? 0) * 1000),
  }
}

/** Sign-in times are whole seconds, so a sign-in from the very second of a revocation is revoked too. */
function hasEnded(authTime: Date, validFrom: Date | undefined): boolean {
  return validFrom !== undefined && authTime <= validFrom
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}
