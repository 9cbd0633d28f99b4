/** Counts destructive acts, and the limits they count against. */
import type { ActCounter, CountedAct, Limits } from '../../core/approvals/admit-act.ts'
import {
  type ApprovalPolicies,
  type ApprovalPolicy,
  defaultLimit,
} from '../../core/approvals/approval-policy.ts'
import type { TenantId } from '../../core/ids.ts'
import type { OnDelete } from '../../core/tenants/on-delete.ts'
import { newUuid } from '../../core/uuid.ts'
import type { Client, Store } from '../sql/store.ts'

type Sums = { readonly all: string; readonly own: string; readonly alike: string }

/** One tenant's acts are counted one after the other until their transactions end, whatever server they are on. */
export function actCounterIn({ pool }: Pick<Store, 'pool'>): ActCounter {
  return {
    async count(act, limits) {
      await pool.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `destructive acts ${act.tenantId}`,
      ])
      const { rows } = await pool.query<Sums>(
        `select coalesce(sum(devices), 0) as all, coalesce(sum(devices) filter (where actor = $2), 0) as own,
           coalesce(sum(devices) filter (where action = $3), 0) as alike
         from destructive_act where tenant_id = $1 and at > business_now() - make_interval(hours => $4)`,
        [act.tenantId, act.actor, act.action, limits.hours],
      )
      const [sums] = rows
      if (sums === undefined || !(await isWithin(pool, act, { sums, limits }))) return false
      await pool.query(
        'insert into destructive_act (tenant_id, act_id, action, actor, devices) values ($1, $2, $3, $4, $5)',
        [act.tenantId, newUuid(), act.action, act.actor, act.devices],
      )
      return true
    },
  }
}

async function isWithin(
  pool: Client,
  { tenantId, devices }: CountedAct,
  { sums, limits }: { readonly sums: Sums; readonly limits: Limits },
): Promise<boolean> {
  const { floor, share, perPerson, alone } = limits
  if (alone !== undefined && Number(sums.alike) + devices > alone) return false
  if (perPerson !== null && Number(sums.own) + devices > perPerson) return false
  const all = Number(sums.all) + devices
  if (all <= floor) return true
  if (share === 0) return false
  const { rows } = await pool.query<{ devices: string }>(
    'select count(*) as devices from device where tenant_id = $1',
    [tenantId],
  )
  return all <= Math.floor(share * Number(rows[0]?.devices ?? 0))
}

export type PolicyDefaults = {
  readonly onDelete: OnDelete
  /** Whether a tenant that has not said so is limited. */
  readonly isLimited: boolean
}

type PolicyRow = {
  readonly on_delete: OnDelete | null
  readonly floor: number | null
  readonly share: number
  readonly hours: number
  readonly per_person: number | null
}

export function approvalPoliciesIn(
  { pool, transaction }: Pick<Store, 'pool' | 'transaction'>,
  defaults: PolicyDefaults,
): ApprovalPolicies {
  async function stored(tenantId: TenantId): Promise<PolicyRow | undefined> {
    const { rows } = await pool.query<PolicyRow>({
      name: 'approval-policy',
      text: `select tenant.on_delete, policy.floor, policy.share, policy.hours, policy.per_person
        from tenant left join approval_policy as policy on policy.tenant_id = $1 where tenant.tenant_id = $1`,
      values: [tenantId],
    })
    return rows[0]
  }

  return {
    async find(tenantId) {
      const row = await stored(tenantId)
      const isLimited = defaults.isLimited || (row !== undefined && row.floor !== null)
      return isLimited ? toPolicy(row, defaults) : undefined
    },

    read: async (tenantId) => toPolicy(await stored(tenantId), defaults),

    async start(tenantId, { floor, share, hours }) {
      await pool.query(
        `insert into approval_policy (tenant_id, floor, share, hours) values ($1, $2, $3, $4) on conflict do nothing`,
        [tenantId, floor, share, hours],
      )
    },

    set: (tenantId, { limit, perPerson, onDelete }) =>
      transaction(async ({ client }) => {
        await client.query(
          `insert into approval_policy (tenant_id, floor, share, hours, per_person) values ($1, $2, $3, $4, $5)
           on conflict (tenant_id) do update set floor = excluded.floor, share = excluded.share, hours = excluded.hours,
             per_person = excluded.per_person`,
          [tenantId, limit.floor, limit.share, limit.hours, perPerson],
        )
        await client.query('update tenant set on_delete = $2 where tenant_id = $1', [
          tenantId,
          onDelete,
        ])
      }),
  }
}

function toPolicy(row: PolicyRow | undefined, defaults: PolicyDefaults): ApprovalPolicy {
  const isStored = row !== undefined && row.floor !== null
  return {
    limit: isStored ? { floor: row.floor, share: row.share, hours: row.hours } : defaultLimit,
    perPerson: row?.per_person ?? null,
    onDelete: row?.on_delete ?? defaults.onDelete,
  }
}
