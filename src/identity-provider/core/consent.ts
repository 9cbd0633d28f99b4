/** Who may allow programs something for the whole tenant, and end it again. */
import type { Person } from '../../core/directory/user.ts'

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
