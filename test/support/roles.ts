/** Roles, found and given over the API as an administrator does it. */
import { type Client, json } from './registry.ts'

export type Principal = {
  readonly principalKind: 'application' | 'group' | 'user'
  readonly principalId: string
}
type Asker = Pick<Client, 'ask'>

export async function roleNamed(owner: Asker, name: string): Promise<string> {
  const { value } = await json(owner.ask('GET', '/admin/v1/roles'))
  return value.find(({ displayName }: { displayName: string }) => displayName === name).id
}

/** The assignment's id. `groupTags`: reaches only devices with one of them. */
export async function giveRole(
  owner: Asker,
  roleId: string,
  { groupTags = null, ...principal }: Principal & { readonly groupTags?: string[] | null },
): Promise<string> {
  const assignment = { roleId, ...principal, groupTags }
  const made = await json(owner.ask('POST', '/admin/v1/role-assignments', assignment))
  if (typeof made.id !== 'string') throw new Error(JSON.stringify(made))
  return made.id
}
