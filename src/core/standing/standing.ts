/**
 * What somebody may do now who began work that goes on without them: a job or a plan does no more than its maker still
 * may, so taking a role away, or disabling an account, stops that too.
 */
import type { Access } from '../access/decide.ts'
import { allRoles, type Permission, platformRoles } from '../access/permissions.ts'
import { common, type TagScope, wholeTenant } from '../access/tag-scope.ts'
import type { Applications } from '../applications/application.ts'
import type { AuditActor } from '../audit/audit.ts'
import type { DirectoryPeople } from '../directory/directory-person.ts'
import type { Users } from '../directory/user.ts'
import { heldBy } from '../events/event-readers.ts'
import type { ApplicationId, TenantId } from '../ids.ts'

export type Standing = {
  /** The part of the tenant in which they have all of these; undefined = there is none any more. */
  scopeOf(
    tenantId: TenantId,
    actor: AuditActor,
    permissions: readonly Permission[],
  ): Promise<TagScope | undefined>
  /** What they may do in the whole tenant. */
  permissionsOf(tenantId: TenantId, actor: AuditActor): Promise<ReadonlySet<Permission>>
}

/** A person's permissions over the installation count as well: no tenant can give them. */
const everyScope = [...allRoles, ...platformRoles]

export type StandingDeps = {
  readonly access: Pick<Access, 'all' | 'scopeOf'>
  readonly applications: Pick<Applications, 'find'>
  readonly directoryPeople: Pick<DirectoryPeople, 'find'>
  readonly users: Pick<Users, 'rolesOf'>
}

export function standingBy({
  access,
  applications,
  directoryPeople,
  users,
}: StandingDeps): Standing {
  const callerOf = async (tenantId: TenantId, actor: AuditActor) => {
    if (actor.kind === 'application') {
      const { objectId } = actor
      const found = await applications.find(tenantId, actor.applicationId)
      if (found?.enabled !== true || !found.hasPrincipal) return undefined
      const applicationId = actor.applicationId as ApplicationId
      return { kind: 'application', tenantId, applicationId, objectId, roles: found.roles } as const
    }
    if (actor.kind !== 'user') return undefined
    const person = await directoryPeople.find(tenantId, actor.userId)
    if (person?.enabled !== true) return undefined
    return {
      kind: 'user',
      tenantId,
      applicationId: actor.applicationId as ApplicationId,
      userId: person.id,
      userPrincipalName: person.userPrincipalName,
      // What the token allowed was asked when the work began.
      scopes: everyScope,
      directoryRoles: await users.rolesOf(tenantId, person.userPrincipalName),
      amr: [],
      authTime: new Date(0),
    } as const
  }

  return {
    async scopeOf(tenantId, actor, permissions) {
      if (actor.kind !== 'user' && actor.kind !== 'application') return wholeTenant
      const caller = await callerOf(tenantId, actor)
      if (caller === undefined) return undefined
      let scope: TagScope | undefined = wholeTenant
      for (const permission of permissions) {
        const own = await access.scopeOf(caller, permission)
        scope = own && scope && common(scope, own)
      }
      return scope
    },

    async permissionsOf(tenantId, actor) {
      const caller = await callerOf(tenantId, actor)
      return caller === undefined ? new Set() : await heldBy(access, caller)
    },
  }
}
