/** Who owns groups: people and service principals of the tenant, as directory objects. */
import type { Caller } from '../../../core/access/caller.ts'
import { DomainError } from '../../../core/errors.ts'
import type { Group, Groups } from '../../../core/groups/group.ts'
import type { GroupOwners } from '../../../core/groups/group-owners.ts'
import type { Input } from '../../http/route.ts'
import type { ApplicationSetDeps } from '../applications/applications.ts'
import { principalSet } from '../applications/service-principals.ts'
import type { Fidelity } from '../fidelity/fidelity.ts'
import { type DirectoryDeps, userSet } from './directory.ts'
import {
  type DirectoryObject,
  objectSet,
  objectsNamed,
  type ReadDeps,
} from './directory-objects.ts'
import { objectIdIn } from './reference.ts'

export type OwnerDeps = ReadDeps &
  ApplicationSetDeps &
  Pick<DirectoryDeps, 'directoryPeople'> & {
    readonly groups: Groups
    readonly groupOwners: GroupOwners
    readonly fidelity: Fidelity
  }

export const people = objectSet(userSet)
export const ownerSets = [people, objectSet(principalSet)] as const

/** The people and service principals that the addresses lead to. */
export async function boundOwners<Body>(
  { ports, caller }: Input<OwnerDeps, Body>,
  addresses: readonly string[],
): Promise<readonly string[]> {
  const named = addresses.map((address) => objectIdIn(address, ports.fidelity))
  const found = new Set(
    (await objectsNamed(ports, { caller, sets: ownerSets }, named)).map(({ id }) => id),
  )
  for (const [i, id] of named.entries())
    if (!found.has(id))
      throw new DomainError(
        'not-found',
        `There is no user or service principal '${addresses[i]}': only these own groups.`,
      )
  return named
}

/** By the id of the group. */
export async function ownersOf(
  ports: OwnerDeps,
  caller: Caller,
  groups: readonly Group[],
): Promise<ReadonlyMap<string, readonly DirectoryObject[]>> {
  const owned = await ports.groupOwners.of(
    caller.tenantId,
    groups.map(({ id }) => id),
  )
  const objects = await objectsNamed(ports, { caller, sets: ownerSets }, [...owned.values()].flat())
  const byId = new Map(objects.map((each) => [each.id, each]))
  return new Map(
    [...owned].map(([group, owners]) => [group, owners.flatMap((id) => byId.get(id) ?? [])]),
  )
}
