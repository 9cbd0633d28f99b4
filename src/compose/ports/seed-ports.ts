/** What only a seed needs. */
import { usersIn } from '../../storage/directory/users.ts'
import { seedGrantsIn } from '../../storage/tenants/seed-grants.ts'
import { webhooksIn } from '../../storage/webhooks/webhooks.ts'
import type { Base } from '../base.ts'

export function seedPortsIn({ store, wrap, approvalPolicies }: Base) {
  return {
    approvalPolicies,
    users: usersIn(store),
    seedGrants: seedGrantsIn(store),
    webhooks: webhooksIn(store, wrap),
  }
}
