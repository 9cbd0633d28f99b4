/** What groups and profiles come to: how many members and devices they have, and what uses them. */
import type { Caller } from '../access/caller.ts'
import type { Access } from '../access/decide.ts'
import { listRoles } from '../access/manage-roles.ts'
import type { Roles } from '../access/roles.ts'
import { type TagScope, wholeTenant } from '../access/tag-scope.ts'
import { withScope } from '../acting.ts'
import type { DeviceList } from '../devices/device-list.ts'
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import type { ProfilePlans } from '../profiles/assignment-state.ts'
import { devicesOfProfile } from '../profiles/choose.ts'
import type { Profiles } from '../profiles/profile.ts'
import { parseRule } from './dynamic-rule.ts'
import type { Groups } from './group.ts'

export type UseDeps = {
  readonly access: Access
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
  /** Names of profiles that are assigned to it or exclude it; null: the caller may not read profiles. */
  readonly profiles: readonly string[] | null
  /** Names of roles that its members have; null: the caller may not read roles. */
  readonly roles: readonly string[] | null
}

export type ProfileUse = {
  readonly id: string
  /** Of those that the caller may read; null: there are none. */
  readonly deviceCount: number | null
  readonly assignedTo: readonly {
    readonly kind: 'group' | 'excludedGroup' | 'allDevices'
    /** Null also where the caller may not read groups. */
    readonly groupName: string | null
  }[]
}

/** Each rule and each profile is counted by a query of its own: a longer list has its numbers on its items' pages. */
const maxCounted = 200

export async function groupUses(deps: UseDeps, caller: Caller): Promise<readonly GroupUse[]> {
  const { tenantId } = caller
  const readsProfiles = (await deps.access.scopeOf(caller, 'profiles.read')) !== undefined
  const readsRoles = await deps.access.hasWhole(caller, 'roles.read')
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
      profiles: !readsProfiles
        ? null
        : names(
            assignments
              .filter(({ target }) => target.kind !== 'allDevices' && target.groupId === id)
              .map(({ profileId }) => profileId),
          ),
      roles: !readsRoles
        ? null
        : names(
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

/** As many as the caller may read; null: none of them. Throws if the rule is malformed. */
export async function readableByRule(
  deps: UseDeps,
  caller: Caller,
  rule: string,
): Promise<number | null> {
  parseRule(rule)
  const scope = await ruleScope(deps, caller)
  if (scope === undefined) return null
  return await withScope(scope, () => devicesByRule(deps, caller.tenantId, rule))
}

/** A rule may ask for any property of a device: its answer is for those who may read them, or may make the group. */
async function ruleScope({ access }: UseDeps, caller: Caller): Promise<TagScope | undefined> {
  for (const permission of ['directory-devices.read', 'groups.write'] as const)
    if (await access.hasWhole(caller, permission)) return wholeTenant
  return await access.scopeOf(caller, 'devices.read')
}

async function devicesByRule(
  { list }: Pick<UseDeps, 'list'>,
  tenantId: TenantId,
  rule: string,
): Promise<number> {
  const filter = parseRule(rule)
  return filter === null ? 0 : await list.count(tenantId, filter)
}

export async function profileUses(deps: UseDeps, caller: Caller): Promise<readonly ProfileUse[]> {
  const { tenantId } = caller
  const devices = await deps.access.scopeOf(caller, 'devices.read')
  const readsGroups = await deps.access.hasWhole(caller, 'groups.read')
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
      deviceCount:
        devices === undefined
          ? null
          : await withScope(devices, () => deps.list.count(tenantId, devicesOfProfile(plan, id))),
      assignedTo: assignments
        .filter(({ profileId }) => profileId === id)
        .map(({ target }) => ({
          kind: target.kind,
          groupName:
            target.kind === 'allDevices' || !readsGroups
              ? null
              : (nameOf.get(target.groupId) ?? target.groupId),
        })),
    })),
  )
}
