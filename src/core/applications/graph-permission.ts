/** Microsoft Graph as the resource that applications ask for: its service principal in a tenant, and the ids of its permissions. */
import { createHash } from 'node:crypto'
import { graphApplicationId, graphPermissionIds } from 'taxiway-autopilot'
import { allRoles } from '../access/permissions.ts'
import type { TenantId } from '../ids.ts'
import { formatUuid } from '../uuid.ts'

/** `role`: an application acts as itself; `scope`: in the name of a person. */
export type PermissionKind = 'role' | 'scope'

export type GraphPermission = {
  readonly name: string
  readonly kind: PermissionKind
  readonly id: string
}

/** Every permission that can be asked for here; the ids of our own are drawn from their names. */
export const graphPermissions: readonly GraphPermission[] = allRoles.flatMap((name) => {
  const known = graphPermissionIds[name] ?? {
    role: drawn('role', name),
    scope: drawn('scope', name),
  }
  return (['role', 'scope'] as const).flatMap((kind) => {
    const id = known[kind]
    return id === undefined ? [] : [{ name, kind, id }]
  })
})

/** What every application may ask people for; nobody has to allow it. [documented: OpenID Connect scopes] */
const everybodys = ['openid', 'profile', 'email', 'offline_access']

export const everybodysScopeIds: ReadonlySet<string> = new Set(
  everybodys.flatMap((name) => graphPermissionIds[name]?.scope ?? []),
)

export function permissionOfId(kind: PermissionKind, id: string): GraphPermission | undefined {
  const wanted = id.toLowerCase()
  return graphPermissions.find((each) => each.kind === kind && each.id === wanted)
}

/** Undefined: it has no such kind, as `User.Read` is not a role. */
export function idOfPermission(kind: PermissionKind, name: string): string | undefined {
  return graphPermissions.find((each) => each.kind === kind && each.name === name)?.id
}

export function graphPrincipalId(tenantId: TenantId): string {
  return drawn(tenantId, graphApplicationId)
}

/** The same every time it is asked for. */
export function drawn(...from: readonly string[]): string {
  return formatUuid(createHash('sha256').update(from.join(':')).digest())
}
