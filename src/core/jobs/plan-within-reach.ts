/** A bulk change moves no device out of what its requester may reach: such a device is left as it is, and the others go on. */
import { outOfReach } from '../devices/scoped-devices.ts'
import type { Plan } from './plan-change.ts'

export function withinReach(plan: Plan): Plan {
  if (plan.kind !== 'change' || plan.after.groupTag === undefined) return plan
  const reason = outOfReach(plan.after.groupTag)
  return reason === undefined ? plan : { kind: 'refused', reason, before: plan.before }
}
