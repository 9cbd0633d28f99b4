/** Callers with exactly what a test wants them to have, each by its own way to it. */
import { randomUUID } from 'node:crypto'
import { allRoles, type Permission, platformRoles } from '../../src/core/access/permissions.ts'
import { type Client, json } from '../support/registry.ts'
import { giveRole } from '../support/roles.ts'
import { forge } from './forged-tokens.ts'
import type { Registry } from './route-requests.ts'
import { personOf } from './things.ts'

/** Makes a role of these permissions; its id. */
export async function roleOf(owner: Client, permissions: readonly string[]): Promise<string> {
  const displayName = `Just ${permissions.join(' ').slice(0, 40)} ${randomUUID()}`
  const made = await json(owner.ask('POST', '/admin/v1/roles', { displayName, permissions }))
  if (typeof made.id !== 'string') throw new Error(JSON.stringify(made))
  return made.id
}

/** A program that was given nothing but the role. */
export async function programWith(
  registry: Registry,
  owner: Client,
  { roleId, groupTags = null }: { readonly roleId: string; readonly groupTags?: string[] | null },
): Promise<Client> {
  const program = await registry.newClient(owner.tenantId, [])
  const principalId = program.applicationId
  await giveRole(owner, roleId, { principalKind: 'application', principalId, groupTags })
  return program
}

/** A person, and a token for a program that may do everything for people; the person proved a password only. */
export async function personWith(
  registry: Registry,
  owner: Client,
  { name, roles }: { readonly name: string; readonly roles: readonly string[] },
): Promise<{ readonly id: string; readonly token: string }> {
  const id = await personOf(registry, owner, { name, roles })
  const { signed, header, claims } = await forge(registry, owner, owner)
  const seconds = Math.floor(Date.now() / 1000)
  const scp = [...allRoles, ...platformRoles].join(' ')
  const said = { oid: id, scp, amr: ['pwd'], auth_time: seconds - 5 }
  return { id, token: signed(header, { ...claims, idtyp: undefined, roles: undefined, ...said }) }
}

/** Nobody can give them in a role of a tenant. */
export function isGiven(permission: Permission): boolean {
  return !permission.startsWith('own-') && !/^(tenants|deny-list)\./.test(permission)
}
