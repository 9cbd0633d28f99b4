/**
 * Authorities that name no tenant: `/common`, `/organizations` and `/consumers`. [documented: Microsoft identity platform]
 *
 * Where the installation has one tenant, it is meant. Where it has several, whatever the request carries says which:
 * the name of the person, or the code or token that it is about. There are no personal accounts.
 */
import type { Tenant, Tenants } from '../../core/tenants/tenant.ts'
import type { ProtocolState } from '../core/protocol-state.ts'
import { noTenant, onlyOrganizations, unknownTenant } from '../oidc/faults/address-faults.ts'
import { Refused } from '../oidc/faults/fault.ts'

const shared = ['common', 'organizations']

/** Personal accounts live in a tenant of Microsoft's own. [documented] */
const personal = ['consumers', '9188040d-6c67-4c5b-b112-36a304b66dad']

export function isShared(authority: string): boolean {
  return shared.includes(authority.toLowerCase())
}

export function isPersonal(authority: string): boolean {
  return personal.includes(authority.toLowerCase())
}

export type AuthorityNames = {
  readonly tenants: Pick<Tenants, 'find' | 'list'>
  readonly state: Pick<ProtocolState, 'tenantOf'>
}

export async function theOnlyTenant({
  tenants,
}: Pick<AuthorityNames, 'tenants'>): Promise<Tenant | undefined> {
  const all = await tenants.list()
  return all.length === 1 ? all[0] : undefined
}

/** The tenant that a user principal name, or a domain, belongs to. */
export async function tenantOfPerson(
  { tenants }: Pick<AuthorityNames, 'tenants'>,
  name: string,
): Promise<Tenant | undefined> {
  const domain = name.slice(name.lastIndexOf('@') + 1).trim()
  return domain === '' ? undefined : await tenants.find(domain.toLowerCase())
}

/** What a token request is about, as the protocol remembers it: the form's parameter → its kind. */
const held: readonly (readonly [parameter: string, kind: string])[] = [
  ['code', 'AuthorizationCode'],
  ['refresh_token', 'RefreshToken'],
  ['device_code', 'DeviceCode'],
]

/** The first of them in a form, by its id and the kind that is kept under it. */
export function heldBy(form: URLSearchParams) {
  const shown = held.map(([parameter, kind]) => ({ id: form.get(parameter) ?? '', kinds: [kind] }))
  return shown.find(({ id }) => id !== '')
}

/** The tenant of a token request at `authority`; throws Refused where nothing says which. */
export async function tenantOfForm(
  deps: AuthorityNames,
  authority: string,
  form: URLSearchParams,
): Promise<Tenant> {
  if (isPersonal(authority)) throw new Refused(onlyOrganizations(form.get('client_id') ?? ''))
  if (!isShared(authority)) return await namedTenant(deps, authority)
  if (form.get('grant_type') === 'client_credentials') throw new Refused(noTenant)
  const only = await theOnlyTenant(deps)
  if (only !== undefined) return only
  for (const [parameter, kind] of held) {
    const id = form.get(parameter)
    const tenantId = id === null ? undefined : await deps.state.tenantOf(kind, id)
    const tenant = tenantId && (await deps.tenants.find(tenantId))
    if (tenant) return tenant
  }
  throw new Refused(noTenant)
}

async function namedTenant(
  { tenants }: Pick<AuthorityNames, 'tenants'>,
  name: string,
): Promise<Tenant> {
  const tenant = await tenants.find(name)
  if (tenant === undefined) throw new Refused(unknownTenant(name, 'token'))
  return tenant
}
