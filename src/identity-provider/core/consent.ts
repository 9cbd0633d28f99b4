/** Who may consent to applications, for the whole tenant or for themselves, and withdraw consent. */

import type { Person } from '../../core/directory/user.ts'
import type { ApplicationId } from '../../core/ids.ts'

type PersonKey = Pick<Person, 'id' | 'tenantId'>

/** Consents that people have given only for themselves, besides those for the whole tenant. */
export type Consents = {
  /** Scopes that the person has consented to. */
  of(person: PersonKey, applicationId: ApplicationId): Promise<readonly string[]>
  list(
    person: PersonKey,
  ): Promise<
    readonly { readonly applicationId: ApplicationId; readonly scopes: readonly string[] }[]
  >
  /** In addition to earlier ones. */
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
