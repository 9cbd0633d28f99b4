/** What tenants require of devices, one row each. */
import {
  type DeploymentPolicies,
  type DeploymentPolicy,
  defaultPolicy,
} from '../../core/deployment/deployment-policy.ts'
import type { Store } from '../sql/store.ts'

const columns = {
  requireProof: 'require_proof',
  requireEkCertificate: 'require_ek_certificate',
  forbidHashOnlyClaims: 'forbid_hash_only_claims',
  bindOnFirstProof: 'bind_on_first_proof',
  allowHashOnly: 'allow_hash_only',
} as const satisfies Record<keyof DeploymentPolicy, string>

const names = Object.keys(columns) as readonly (keyof DeploymentPolicy)[]
const selected = names.map((name) => `${columns[name]} as "${name}"`).join(', ')

export function deploymentPoliciesIn({ pool }: Pick<Store, 'pool'>): DeploymentPolicies {
  return {
    async find(tenantId) {
      const { rows } = await pool.query<DeploymentPolicy>({
        name: 'deployment-policy',
        text: `select ${selected} from deployment_policy where tenant_id = $1`,
        values: [tenantId],
      })
      return rows[0] ?? defaultPolicy
    },

    async change(tenantId, changes) {
      const changed = names.filter((name) => changes[name] !== undefined)
      const list = changed.map((name) => columns[name])
      const { rows } = await pool.query<DeploymentPolicy>(
        `insert into deployment_policy (${['tenant_id', ...list].join(', ')})
         values (${['tenant_id', ...list].map((_, n) => `$${n + 1}`).join(', ')})
         on conflict (tenant_id) do update set ${['tenant_id', ...list]
           .map((column) => `${column} = excluded.${column}`)
           .join(', ')}
         returning ${selected}`,
        [tenantId, ...changed.map((name) => changes[name])],
      )
      return rows[0] ?? defaultPolicy
    },
  }
}
