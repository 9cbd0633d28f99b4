/** Owners of groups: people and service principals, as clients name them. They are kept, and no right follows from it. */
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'

export type OfGroup = { readonly tenantId: TenantId; readonly groupId: string }

export type GroupOwners = {
  /** Ids of the owners of each group that has any, in the order in which they were added. */
  of(
    tenantId: TenantId,
    groupIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>>
  /** Keeps them as they are until the change ends. */
  hold(of: OfGroup): Promise<readonly string[]>
  /** How many were none before. */
  add(of: OfGroup, owners: readonly string[]): Promise<number>
  remove(of: OfGroup, owner: string): Promise<boolean>
}

/** [documented: group, owners] */
const maxOwners = 100

/** Some of them may be owners already. */
export async function addOwners(
  owners: GroupOwners,
  of: OfGroup,
  added: readonly string[],
): Promise<number> {
  if (added.length === 0) return 0
  const before = await owners.hold(of)
  if (new Set([...before, ...added]).size > maxOwners)
    throw new DomainError('request-invalid', `A group has at most ${maxOwners} owners.`)
  return await owners.add(of, added)
}

/**
 * Whether `owner` was one of the group's owners until now. Throws for the last person among them, who stays.
 * [documented: group-delete-owners] `people` returns those of the ids that are people.
 */
export async function removeOwner(
  owners: GroupOwners,
  { owner, ...of }: OfGroup & { readonly owner: string },
  people: (ids: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<boolean> {
  const persons = await people(await owners.hold(of))
  if (persons.size === 1 && persons.has(owner))
    throw new DomainError(
      'request-invalid',
      'The group must have at least one owner, hence this owner cannot be removed.',
    )
  return await owners.remove(of, owner)
}
