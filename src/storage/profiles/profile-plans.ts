/** The queries for choosing profiles: one statement for the plan, one for a page of devices. */
import type { Device } from '../../core/devices/device.ts'
import { parseRule } from '../../core/groups/dynamic-rule.ts'
import type { TenantId } from '../../core/ids.ts'
import type { ProfilePlans } from '../../core/profiles/assignment-state.ts'
import type { Plan, PlannedGroup, PlannedProfile, Ties } from '../../core/profiles/choose.ts'
import type { Store } from '../sql/store.ts'

type PlanRow = {
  readonly profile_id: string | null
  readonly target: string
  readonly group_id: string
  readonly created_at: Date
  readonly dynamic_rule: string | null
  readonly rule_changed_at: Date | null
  readonly gives: boolean
  readonly parks: boolean
}

type TieRow = {
  readonly device_id: string
  readonly group_id: string | null
  readonly since: Date
  readonly profile_id: string | null
  readonly is_parked: boolean
}

export function profilePlansIn({ pool }: Pick<Store, 'pool'>): ProfilePlans {
  return {
    async plan(tenantId: TenantId): Promise<Plan> {
      const { rows } = await pool.query<PlanRow>({
        name: 'profile-plan',
        // A group inside an assigned group is assigned too, at any depth. [documented: nested groups in
        // assignments]
        text: `with recursive within as (
            select group_id as outer_id, group_id from profile_assignment where tenant_id = $1
            union
            select within.outer_id, directory_group.group_id from within
              join group_member as member on member.tenant_id = $1 and member.group_id = within.group_id
              join directory_group on directory_group.tenant_id = $1 and directory_group.group_id = member.member_id)
          select assignment.profile_id, assignment.target, within.group_id, assignment.created_at, directory_group.dynamic_rule, directory_group.rule_changed_at, settings.gives, settings.parks
          from (select exists (select from profile_device where tenant_id = $1) as gives, exists (select from parked_device where tenant_id = $1) as parks) as settings
          left join (profile_assignment as assignment
            join within on assignment.tenant_id = $1 and within.outer_id = assignment.group_id
            join deployment_profile as profile on profile.tenant_id = $1 and profile.profile_id = assignment.profile_id
            left join directory_group on directory_group.tenant_id = $1 and directory_group.group_id = within.group_id)
            on assignment.tenant_id = $1
          order by profile.created_at, profile.profile_id, assignment.created_at desc`,
        values: [tenantId],
      })
      const assigned = rows.filter((row) => row.profile_id !== null)
      const groups = new Map(
        assigned
          .filter(({ target }) => target !== 'allDevices')
          .map((row): [string, PlannedGroup] => [row.group_id, plannedGroup(row)]),
      )
      const { gives = false, parks = false } = rows[0] ?? {}
      return { profiles: plannedProfiles(assigned), groups, gives, parks }
    },

    async ties(tenantId, devices, groupIds) {
      const { rows } = await pool.query<TieRow>({
        name: 'profile-ties',
        text: `select asked.device_id, member.group_id, member.added_at as since, null::uuid as profile_id, false as is_parked
            from unnest($2::uuid[], $3::uuid[]) as asked(device_id, object_id)
            join group_member as member on member.tenant_id = $1 and member.member_id = asked.object_id and member.group_id = any($4::uuid[])
          union all
          select device_id, null, created_at, profile_id, false from profile_device
            where tenant_id = $1 and device_id = any($2::uuid[])
          union all
          select device_id, null, parked_at, null, true from parked_device
            where tenant_id = $1 and device_id = any($2::uuid[])`,
        values: [
          tenantId,
          devices.map(({ id }) => id),
          devices.map(({ directoryObjectId }) => directoryObjectId),
          groupIds,
        ],
      })
      return tiesOf(devices, rows)
    },
  }
}

function plannedGroup({ dynamic_rule, rule_changed_at, created_at }: PlanRow): PlannedGroup {
  const nobody = { kind: 'or', parts: [] } as const
  return {
    rule: dynamic_rule === null ? null : (parseRule(dynamic_rule) ?? nobody),
    changedAt: rule_changed_at ?? created_at,
  }
}

function plannedProfiles(rows: readonly PlanRow[]): readonly PlannedProfile[] {
  const byProfile = Map.groupBy(rows, ({ profile_id }) => profile_id ?? '')
  return [...byProfile].map(([id, own]) => {
    const of = (target: string) => own.filter((row) => row.target === target)
    return {
      id,
      included: new Map(of('group').map((row) => [row.group_id, row.created_at])),
      excluded: of('excludedGroup').map(({ group_id }) => group_id),
      everyone: of('allDevices')[0]?.created_at ?? null,
    }
  })
}

function tiesOf(devices: readonly Device[], rows: readonly TieRow[]): ReadonlyMap<string, Ties> {
  const byDevice = Map.groupBy(rows, ({ device_id }) => device_id)
  return new Map(
    devices.map(({ id }): [string, Ties] => {
      const own = byDevice.get(id) ?? []
      const given = own.find(({ profile_id }) => profile_id !== null)
      const groups = new Map(
        own.flatMap(({ group_id, since }) =>
          group_id === null ? [] : [[group_id, since] as const],
        ),
      )
      const isParked = own.some(({ is_parked }) => is_parked)
      return [
        id,
        {
          groups,
          given: given ? { profileId: given.profile_id ?? '', since: given.since } : null,
          ...(isParked && { isParked }),
        },
      ]
    }),
  )
}
