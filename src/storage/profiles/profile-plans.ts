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
}

type TieRow = {
  readonly device_id: string
  readonly group_id: string | null
  readonly since: Date
  readonly profile_id: string | null
}

export function profilePlansIn({ pool }: Pick<Store, 'pool'>): ProfilePlans {
  return {
    async plan(tenantId: TenantId): Promise<Plan> {
      const { rows } = await pool.query<PlanRow>({
        name: 'profile-plan',
        // A group inside an assigned group is assigned too, at any depth. [documented: nested groups in
        // assignments]
        text: `with recursive within as (
            select tenant_id, group_id as outer_id, group_id from profile_assignment where tenant_id = $1
            union
            select w.tenant_id, w.outer_id, g.group_id from within w
              join group_member m on m.tenant_id = w.tenant_id and m.group_id = w.group_id
              join directory_group g on g.tenant_id = m.tenant_id and g.group_id = m.member_id)
          select a.profile_id, a.target, w.group_id, a.created_at, g.dynamic_rule, g.rule_changed_at, s.gives
          from (select exists (select from profile_device where tenant_id = $1) as gives) s
          left join (profile_assignment a
            join within w on w.tenant_id = a.tenant_id and w.outer_id = a.group_id
            join deployment_profile p on p.tenant_id = a.tenant_id and p.profile_id = a.profile_id
            left join directory_group g on g.tenant_id = a.tenant_id and g.group_id = w.group_id)
            on a.tenant_id = $1
          order by p.created_at, p.profile_id, a.created_at desc`,
        values: [tenantId],
      })
      const assigned = rows.filter((row) => row.profile_id !== null)
      const groups = new Map(
        assigned
          .filter(({ target }) => target !== 'allDevices')
          .map((row): [string, PlannedGroup] => [row.group_id, plannedGroup(row)]),
      )
      return { profiles: plannedProfiles(assigned), groups, gives: rows[0]?.gives ?? false }
    },

    async ties(tenantId, devices, groupIds) {
      const { rows } = await pool.query<TieRow>({
        name: 'profile-ties',
        text: `select d.device_id, m.group_id, m.added_at as since, null::uuid as profile_id
            from unnest($2::uuid[], $3::uuid[]) as d(device_id, object_id)
            join group_member m on m.tenant_id = $1 and m.member_id = d.object_id and m.group_id = any($4::uuid[])
          union all
          select device_id, null, created_at, profile_id from profile_device
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
      return [
        id,
        { groups, given: given ? { profileId: given.profile_id ?? '', since: given.since } : null },
      ]
    }),
  )
}
