/**
 * Which devices an act may reach: all of the tenant, those with certain group tags, or only one. Tags compare
 * case-insensitively, as in lists, and the empty tag stands for devices without one.
 */
import type { DeviceId } from '../ids.ts'
import { fold } from '../query-match.ts'

export type TagScope =
  | { readonly whole: true }
  /** Folded as the database folds them; empty = nothing is reached. */
  | {
      readonly whole: false
      readonly tags: readonly string[]
      readonly device?: DeviceId
      /** Whose acts these are: they may read which of their rows were refused for their tag. */
      readonly submitter?: string
    }

export const wholeTenant: TagScope = { whole: true }

export function tagsScope(tags: Iterable<string>): TagScope {
  return { whole: false, tags: [...new Set([...tags].map(fold))] }
}

/** One registration, whatever its tag, and no import; absent = nothing at all. */
export function ownDevice(device?: DeviceId): TagScope {
  return { whole: false, tags: [], ...(device !== undefined && { device }) }
}

/** The union of both. */
export function joined(scopes: readonly TagScope[]): TagScope {
  if (scopes.some(({ whole }) => whole)) return wholeTenant
  return tagsScope(scopes.flatMap((scope) => (scope.whole ? [] : scope.tags)))
}

/** What both reach. */
export function common(one: TagScope, other: TagScope): TagScope {
  if (one.whole) return other
  if (other.whole) return one
  return { ...one, tags: one.tags.filter((tag) => other.tags.includes(tag)) }
}

/** Whether `other` reaches all that `one` does. A scope of one device counts as of none. */
export function isWithin(one: TagScope, other: TagScope): boolean {
  return other.whole || (!one.whole && one.tags.every((tag) => other.tags.includes(tag)))
}

export function reaches(scope: TagScope, groupTag: string | null): boolean {
  return scope.whole || scope.tags.includes(fold(groupTag ?? ''))
}

export function reachesDevice(
  scope: TagScope,
  { id, groupTag }: { readonly id: DeviceId; readonly groupTag: string | null },
): boolean {
  return reaches(scope, groupTag) || (!scope.whole && scope.device === id)
}
