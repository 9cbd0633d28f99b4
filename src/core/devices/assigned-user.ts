/**
 * The user that a device is assigned to. Microsoft checks only the domain of the name, and warns that a wrong one
 * can make the device unusable until the user is unassigned. [documented: "Manually register devices"]
 */
import { isUserPrincipalName } from 'taxiway-autopilot'
import type { DirectoryPeople, DirectoryPerson } from '../directory/directory-person.ts'
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import { fold } from '../query-match.ts'
import type { Tenants } from '../tenants/tenant.ts'

/** What is said of a name in a tenant; neither = the person is there, enabled and licensed. */
export type UserVerdict = {
  /** Why it is refused. */
  readonly fault?: string
  /** Why the device may turn out unusable, though the name is taken. */
  readonly warning?: string
}

/** By each distinct name that was asked for; absent, null and empty names are not. */
export type AssignedUsers = (
  tenantId: TenantId,
  names: readonly (string | null | undefined)[],
) => Promise<ReadonlyMap<string, UserVerdict>>

export type AssignedUserDeps = { readonly assignedUsers: AssignedUsers }

export const assignedUserRisk =
  'A device that is assigned to somebody who cannot sign in may be unusable until the user is unassigned.'

export type AssignedUserRules = {
  readonly tenants: Pick<Tenants, 'find'>
  readonly people: Pick<DirectoryPeople, 'named'>
  /** Looks at nothing but the domain, as Microsoft's service does. [documented] */
  readonly domainOnly: boolean
}

export function assignedUsersBy({ tenants, people, domainOnly }: AssignedUserRules): AssignedUsers {
  return async (tenantId, given) => {
    const names = [...new Set(given.filter((name) => name !== null && name !== undefined))]
    const asked = names.filter((name) => name !== '')
    if (asked.length === 0) return new Map()
    const tenant = await tenants.find(tenantId)
    const domains = (tenant?.domains ?? []).map((domain) => domain.toLowerCase())
    const faults = new Map(asked.map((name) => [name, nameFault(name, domains)]))
    const sound = asked.filter((name) => faults.get(name) === undefined)
    const found = domainOnly || sound.length === 0 ? new Map() : await people.named(tenantId, sound)
    return new Map(
      asked.map((name): [string, UserVerdict] => {
        const fault = faults.get(name)
        if (fault !== undefined) return [name, { fault }]
        const doubt = domainOnly ? undefined : doubtAbout(name, found.get(fold(name)))
        if (doubt === undefined) return [name, {}]
        return [name, tenant?.assignedUserMustExist ? { fault: doubt } : { warning: doubt }]
      }),
    )
  }
}

function nameFault(name: string, domains: readonly string[]): string | undefined {
  if (!isUserPrincipalName(name))
    return `'${name}' is not a user principal name in the form name@domain`
  const domain = name.slice(name.lastIndexOf('@') + 1).toLowerCase()
  if (domains.includes(domain)) return undefined
  return `'${name}' is of the domain ${domain}, which is not a domain of this tenant (${domains.join(', ')})`
}

function doubtAbout(name: string, person: DirectoryPerson | undefined): string | undefined {
  if (person === undefined) return `'${name}' is not a user of this tenant`
  if (!person.enabled) return `'${name}' is disabled and cannot sign in`
  return person.licensed ? undefined : `'${name}' has no license for device management`
}

/** Throws for a name that is refused; answers the warning about one that is taken. */
export async function checkAssignedUser(
  { assignedUsers }: AssignedUserDeps,
  tenantId: TenantId,
  userPrincipalName: string | null | undefined,
): Promise<string | undefined> {
  const [verdict] = (await assignedUsers(tenantId, [userPrincipalName])).values()
  if (verdict?.fault !== undefined)
    throw new DomainError(
      'request-invalid',
      `The assigned user ${verdict.fault}. ${assignedUserRisk}`,
    )
  return verdict?.warning && warningOf(verdict.warning)
}

/** As a sentence. */
export function warningOf(warning: string): string {
  return `The assigned user ${warning}. ${assignedUserRisk}`
}
