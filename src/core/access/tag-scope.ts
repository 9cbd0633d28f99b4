/**
 * Which devices an act may reach: all of the tenant, those with certain group tags, or only one. Tags are
 * compared without case, as lists compare them, and the empty tag stands for devices without one.
 */
import type { DeviceId } from '../ids.ts'

export type TagScope =
  | { readonly whole: true }
  /** In lower case; none = nothing is reached. */
  | {
      readonly whole: false
      readonly tags: readonly string[]
      readonly device?: DeviceId
      /** Whose acts these are: what they were refused for its tag is theirs to read. */
      readonly submitter?: string
    }

export const wholeTenant: TagScope = { whole: true }

export function tagsScope(tags: Iterable<string>): TagScope {
  return { whole: false, tags: [...new Set([...tags].map((tag) => tag.toLowerCase()))] }
}

/** One registration, whatever its tag, and no import; absent = nothing at all. */
export function ownDevice(device?: DeviceId): TagScope {
  return { whole: false, tags: [], ...(device !== undefined && { device }) }
}

/** What either of them reaches. */
export function joined(scopes: readonly TagScope[]): TagScope {
  if (scopes.some(({ whole }) => whole)) return wholeTenant
  return tagsScope(scopes.flatMap((scope) => (scope.whole ? [] : scope.tags)))
}

export function reaches(scope: TagScope, groupTag: string | null): boolean {
  return scope.whole || scope.tags.includes((groupTag ?? '').toLowerCase())
}

export function reachesDevice(
  scope: TagScope,
  { id, groupTag }: { readonly id: DeviceId; readonly groupTag: string | null },
): boolean {
  return reaches(scope, groupTag) || (!scope.whole && scope.device === id)
}
