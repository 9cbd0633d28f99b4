/** Who may allow programs something, for the whole tenant or for themselves, and end it again. */

import type { Person } from '../../core/directory/user.ts'
import type { ApplicationId } from '../../core/ids.ts'

type PersonKey = Pick<Person, 'id' | 'tenantId'>

/** What people have allowed programs in their own name only, besides what is allowed for the whole tenant. */
export type Consents = {
  /** Scopes that the person allows the program. */
  of(person: PersonKey, applicationId: ApplicationId): Promise<readonly string[]>
  list(
    person: PersonKey,
  ): Promise<
    readonly { readonly applicationId: ApplicationId; readonly scopes: readonly string[] }[]
  >
  /** Besides those that are allowed already. */
  allow(person: PersonKey, applicationId: ApplicationId, scopes: readonly string[]): Promise<void>
  withdraw(person: PersonKey, applicationId: ApplicationId): Promise<void>
}

/** Directory roles that may consent for the whole tenant. [documented: Entra built-in roles] */
const consenters = [
  'Global Administrator',
  'Privileged Role Administrator',
  'Application Administrator',
  'Cloud Application Administrator',
]

export function mayConsent({ roles }: Pick<Person, 'roles'>): boolean {
  return roles.some((role) => consenters.includes(role))
}
