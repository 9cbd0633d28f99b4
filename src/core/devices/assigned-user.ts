/**
 * The user that a device is assigned to. Microsoft checks only the domain of the name, and warns that a wrong one
 * can make the device unusable until the user is unassigned. [documented: "Manually register devices"]
 */
import { isUserPrincipalName } from 'taxiway-autopilot'
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import type { Tenants } from '../tenants/tenant.ts'

export type AssignedUserDeps = { readonly tenants: Pick<Tenants, 'find'> }

/** What is wrong with the name in this tenant; undefined = nothing that can be seen from the name. */
export async function assignedUserFault(
  { tenants }: AssignedUserDeps,
  tenantId: TenantId,
  userPrincipalName: string,
): Promise<string | undefined> {
  if (!isUserPrincipalName(userPrincipalName))
    return `'${userPrincipalName}' is not a user principal name in the form name@domain`
  const domain = userPrincipalName.slice(userPrincipalName.lastIndexOf('@') + 1).toLowerCase()
  const { domains = [] } = (await tenants.find(tenantId)) ?? {}
  if (domains.some((each) => each.toLowerCase() === domain)) return undefined
  return `'${userPrincipalName}' is of the domain ${domain}, which is no domain of this tenant (${domains.join(', ')})`
}

/** Null and absent names clear or leave the user, and are not checked. */
export async function checkAssignedUser(
  deps: AssignedUserDeps,
  tenantId: TenantId,
  userPrincipalName: string | null | undefined,
): Promise<void> {
  if (!userPrincipalName) return
  const fault = await assignedUserFault(deps, tenantId, userPrincipalName)
  if (fault === undefined) return
  throw new DomainError(
    'request-invalid',
    `The assigned user ${fault}. A device that is assigned to somebody who cannot sign in may be unusable until the user is unassigned.`,
  )
}
