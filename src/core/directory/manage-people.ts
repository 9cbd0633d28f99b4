/**
 * People made and changed by an administrator. A password that somebody else chose is a first password: it must be
 * changed at the first sign-in. A caller needs every permission of the person they change, so disabling an
 * administrator takes another one.
 */
import { groupTagFault, isUserPrincipalName } from 'taxiway-autopilot'
import { builtInRoles } from '../access/built-in-roles.ts'
import type { Caller } from '../access/caller.ts'
import { type RoleDeps, requireGivable } from '../access/manage-roles.ts'
import { noteAudit } from '../acting.ts'
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import { propertyFault } from '../storable-text.ts'
import type { Tenant, Tenants } from '../tenants/tenant.ts'
import { newUuid } from '../uuid.ts'
import { type DirectoryPeople, type DirectoryPerson, findPerson } from './directory-person.ts'
import type { People, Users } from './user.ts'

type PasswordOwner = {
  readonly person: Pick<DirectoryPerson, 'userPrincipalName' | 'displayName'>
  readonly tenant: Tenant
}

/** How passwords are judged and hashed; the identity provider's own rules. */
export type FirstPasswords = {
  /** What is wrong with it; undefined = nothing. */
  fault(password: string, owner: PasswordOwner): Promise<string | undefined>
  hash(password: string): Promise<string>
  /** Seconds until it stops working unused. */
  readonly lifetime: number
}

export type PeopleDeps = RoleDeps & {
  readonly users: Pick<Users, 'add' | 'change'>
  readonly people: Pick<People, 'find' | 'endSignIns'>
  readonly directoryPeople: DirectoryPeople
  readonly tenants: Pick<Tenants, 'find'>
  readonly firstPasswords: FirstPasswords
  readonly now: () => Date
}

export type NewPerson = {
  readonly userPrincipalName: string
  readonly displayName: string
  readonly enabled: boolean
  /** Absent: no password signs them in until one is given. */
  readonly password?: string | undefined
}

export type PersonChange = {
  readonly displayName?: string | undefined
  readonly enabled?: boolean | undefined
}

export async function createPerson(
  deps: PeopleDeps,
  { tenantId }: Caller,
  { password, ...person }: NewPerson,
): Promise<DirectoryPerson> {
  const tenant = await ownTenant(deps, tenantId)
  requireOwnDomain(tenant, person.userPrincipalName)
  requireName(person.displayName)
  const { lifetime, hash, fault } = deps.firstPasswords
  const wrong = password === undefined ? undefined : await fault(password, { person, tenant })
  if (wrong !== undefined)
    throw new DomainError('request-invalid', `passwordProfile.password: ${wrong}`)
  const isNew = await deps.users.add({
    ...person,
    tenantId,
    id: newUuid(),
    passwordHash: password === undefined ? null : await hash(password),
    ...(password !== undefined && {
      firstPasswordUntil: new Date(deps.now().getTime() + lifetime * 1000),
    }),
    roles: [],
    licensed: false,
  })
  if (!isNew)
    throw new DomainError(
      'conflict',
      'Another object with the same value for property userPrincipalName already exists.',
    )
  const made = await findPerson(deps.directoryPeople, tenantId, person.userPrincipalName)
  noteAudit({ type: 'User', id: made.id, name: made.userPrincipalName })
  return made
}

export async function changePerson(
  deps: PeopleDeps,
  caller: Caller,
  { idOrName, change }: { readonly idOrName: string; readonly change: PersonChange },
): Promise<void> {
  const { tenantId } = caller
  const before = await findPerson(deps.directoryPeople, tenantId, idOrName)
  if (change.displayName !== undefined) requireName(change.displayName)
  if (change.enabled === false && caller.kind === 'user' && caller.userId === before.id)
    throw new DomainError('not-permitted', 'Nobody can disable their own account.')
  await requireGivable(deps, caller, await permissionsOf(deps, tenantId, before.id))
  await deps.users.change(tenantId, before.id, change)
  if (change.enabled === false) await deps.people.endSignIns(tenantId, before.id)
  noteAudit({
    type: 'User',
    id: before.id,
    name: before.userPrincipalName,
    properties: [
      ...changed('displayName', before.displayName, change.displayName),
      ...changed('accountEnabled', String(before.enabled), change.enabled?.toString()),
    ],
  })
}

function changed(name: string, before: string, after: string | undefined) {
  return after === undefined || after === before ? [] : [{ name, before, after }]
}

async function ownTenant({ tenants }: PeopleDeps, tenantId: TenantId): Promise<Tenant> {
  const tenant = await tenants.find(tenantId)
  if (tenant === undefined) throw new DomainError('not-found', 'The tenant is gone.')
  return tenant
}

/** Other letters look like these; people decide by names. [documented: Entra, "User name policies"] */
const plainLetters = /^[\x21-\x7e]+$/

function requireOwnDomain({ domains }: Tenant, name: string): void {
  const domain = name.slice(name.lastIndexOf('@') + 1).toLowerCase()
  if (isUserPrincipalName(name) && plainLetters.test(name) && domains.includes(domain)) return
  throw new DomainError(
    'request-invalid',
    `userPrincipalName: '${name}' must be a name such as ada@${domains[0] ?? 'example.test'}, without accents or other alphabets, in a domain of the organization (${domains.join(', ')}).`,
  )
}

function requireName(displayName: string): void {
  const fault =
    displayName.trim() === ''
      ? 'is empty'
      : (propertyFault('displayName', displayName) ?? groupTagFault(displayName))
  if (fault !== undefined) throw new DomainError('request-invalid', `displayName ${fault}.`)
}

async function permissionsOf({ people, roles }: PeopleDeps, tenantId: TenantId, id: string) {
  const person = await people.find(tenantId, id)
  const grants = await roles.grantsOf(tenantId, { kind: 'user', id })
  const byDirectory = builtInRoles.filter(({ displayName }) => person?.roles.includes(displayName))
  return [...byDirectory, ...grants].flatMap(({ permissions }) => permissions)
}
