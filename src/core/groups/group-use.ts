/** What groups and profiles come to: how many members and devices they have, and what uses them. */
import { listRoles } from '../access/manage-roles.ts'
import type { Roles } from '../access/roles.ts'
import type { DeviceList } from '../devices/device-list.ts'
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import type { ProfilePlans } from '../profiles/assignment-state.ts'
import { devicesOfProfile } from '../profiles/choose.ts'
import type { Profiles } from '../profiles/profile.ts'
import { parseRule } from './dynamic-rule.ts'
import type { Groups } from './group.ts'

export type UseDeps = {
  readonly list: Pick<DeviceList, 'count'>
  readonly groups: Pick<Groups, 'list' | 'memberCounts'>
  readonly profiles: Pick<Profiles, 'list' | 'assignments'>
  readonly plans: Pick<ProfilePlans, 'plan'>
  readonly roles: Pick<Roles, 'list' | 'assignments'>
}

export type GroupUse = {
  readonly id: string
  /** Null: its rule is no longer readable. */
  readonly memberCount: number | null
  /** Names of profiles that are assigned to it or exclude it. */
  readonly profiles: readonly string[]
  /** Names of roles that its members have. */
  readonly roles: readonly string[]
}

export type ProfileUse = {
  readonly id: string
  readonly deviceCount: number
  readonly assignedTo: readonly {
    readonly kind: 'group' | 'excludedGroup' | 'allDevices'
    readonly groupName: string | null
  }[]
}

/** Each rule and each profile is counted by a query of its own: a longer list has its numbers on its items' pages. */
const maxCounted = 200

export async function groupUses(deps: UseDeps, tenantId: TenantId): Promise<readonly GroupUse[]> {
  const [{ rows: groups }, members, { rows: profiles }, roles, given] = await Promise.all([
    deps.groups.list(tenantId, { page: { limit: maxCounted } }),
    deps.groups.memberCounts(tenantId),
    deps.profiles.list(tenantId, { page: { limit: maxCounted } }),
    listRoles(deps, tenantId),
    deps.roles.assignments(tenantId),
  ])
  const assignments = await deps.profiles.assignments(
    tenantId,
    profiles.map(({ id }) => id),
  )
  const nameOf = new Map([...profiles, ...roles].map(({ id, displayName }) => [id, displayName]))
  const names = (ids: readonly string[]) => [...new Set(ids.flatMap((id) => nameOf.get(id) ?? []))]
  return await Promise.all(
    groups.map(async ({ id, rule }) => ({
      id,
      memberCount: rule === null ? (members.get(id) ?? 0) : await countByRule(deps, tenantId, rule),
      profiles: names(
        assignments
          .filter(({ target }) => target.kind !== 'allDevices' && target.groupId === id)
          .map(({ profileId }) => profileId),
      ),
      roles: names(
        given
          .filter((each) => each.principalKind === 'group' && each.principalId === id)
          .map(({ roleId }) => roleId),
      ),
    })),
  )
}

async function countByRule(
  { list }: UseDeps,
  tenantId: TenantId,
  rule: string,
): Promise<number | null> {
  try {
    return await devicesByRule({ list }, tenantId, rule)
  } catch (error) {
    if (error instanceof DomainError) return null
    throw error
  }
}

/** How many devices the rule selects; throws if the rule is malformed. */
export async function devicesByRule(
  { list }: Pick<UseDeps, 'list'>,
  tenantId: TenantId,
  rule: string,
): Promise<number> {
  const filter = parseRule(rule)
  return filter === null ? 0 : await list.count(tenantId, filter)
}

export async function profileUses(
  deps: UseDeps,
  tenantId: TenantId,
): Promise<readonly ProfileUse[]> {
  const [{ rows: profiles }, { rows: groups }, plan] = await Promise.all([
    deps.profiles.list(tenantId, { page: { limit: maxCounted } }),
    deps.groups.list(tenantId, { page: { limit: 1_000 } }),
    deps.plans.plan(tenantId),
  ])
  const ids = profiles.map(({ id }) => id)
  const assignments = await deps.profiles.assignments(tenantId, ids)
  const nameOf = new Map(groups.map(({ id, displayName }) => [id, displayName]))
  return await Promise.all(
    ids.map(async (id) => ({
      id,
      deviceCount: await deps.list.count(tenantId, devicesOfProfile(plan, id)),
      assignedTo: assignments
        .filter(({ profileId }) => profileId === id)
        .map(({ target }) => ({
          kind: target.kind,
          groupName:
            target.kind === 'allDevices' ? null : (nameOf.get(target.groupId) ?? target.groupId),
        })),
    })),
  )
}
