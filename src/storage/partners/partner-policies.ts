/** Profiles of partners in PostgreSQL: what is theirs of the customer's deployment profiles. */

import type { Place } from '../../core/partners/batch.ts'
import type { PartnerPolicies, PartnerPolicy, PolicySetting } from '../../core/partners/policy.ts'
import type { Profiles } from '../../core/profiles/profile.ts'
import { parseUuid } from '../../core/uuid.ts'
import { profilesIn } from '../profiles/profiles.ts'
import type { Store } from '../sql/store.ts'

type Row = {
  readonly policy_id: string
  readonly settings: PolicySetting[]
  readonly devices: string
}

export function partnerPoliciesIn(store: Store): PartnerPolicies {
  const { pool } = store
  const profiles = profilesIn(store)
  const select = async ({ customerId, partnerId }: Place, id?: string) => {
    const { rows } = await pool.query<Row>(
      `select policy_id, settings, (select count(*) from profile_device as given
         where given.tenant_id = policy.tenant_id and given.profile_id = policy.policy_id) as devices
       from partner_policy as policy where tenant_id = $1 and partner_id = $2 and ($3::uuid is null or policy_id = $3)
       order by policy_id`,
      [customerId, partnerId, id ?? null],
    )
    return await withProfiles(profiles, customerId, rows)
  }
  return {
    list: (place) => select(place),

    async find(place, id) {
      const policyId = parseUuid(id)
      return policyId === undefined ? undefined : (await select(place, policyId))[0]
    },

    async keep({ customerId, partnerId }, { id, settings }) {
      await pool.query(
        `insert into partner_policy (tenant_id, policy_id, partner_id, settings) values ($1, $2, $3, $4)
         on conflict (tenant_id, policy_id) do update set settings = excluded.settings`,
        [customerId, id, partnerId, settings],
      )
    },

    async take({ customerId, partnerId }, devices) {
      await pool.query(
        `delete from profile_device using partner_policy as policy
         where profile_device.tenant_id = $1 and profile_device.device_id = any($3::uuid[])
           and policy.tenant_id = profile_device.tenant_id and policy.policy_id = profile_device.profile_id
           and policy.partner_id = $2`,
        [customerId, partnerId, devices],
      )
    },
  }
}

async function withProfiles(
  profiles: Profiles,
  customerId: Place['customerId'],
  rows: readonly Row[],
): Promise<readonly PartnerPolicy[]> {
  const ids = rows.map(({ policy_id }) => policy_id)
  const found = await profiles.findAll(customerId, ids)
  return rows.flatMap(({ policy_id, settings, devices }) => {
    const profile = found.get(policy_id)
    return profile === undefined ? [] : [{ profile, settings, devices: Number(devices) }]
  })
}
