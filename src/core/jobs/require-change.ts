/** What a change of many devices must be like before any of them is looked at. */
import { nameTemplateFaults } from 'taxiway-autopilot'
import { type AssignedUserDeps, checkAssignedUser } from '../devices/assigned-user.ts'
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import type { DeviceChange } from './device-job.ts'

/** Throws for a change that changes nothing, or that no device could accept; answers the warning about its user. */
export async function requireChange(
  deps: AssignedUserDeps,
  tenantId: TenantId,
  change: DeviceChange,
): Promise<string | undefined> {
  if (Object.keys(change).length === 0) {
    throw new DomainError('request-invalid', 'change: name at least one value to change.')
  }
  const template = change.displayName?.template
  const [fault] = template === undefined ? [] : nameTemplateFaults(template)
  if (fault !== undefined) {
    throw new DomainError('request-invalid', `change.displayName: the template ${fault}.`)
  }
  const { userPrincipalName: user } = change
  return user !== undefined && 'set' in user
    ? await checkAssignedUser(deps, tenantId, user.set)
    : undefined
}
