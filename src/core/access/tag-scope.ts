/**
 * Which devices an act may reach: all of the tenant, or those with certain group tags. Tags are compared
 * without case, as lists compare them, and the empty tag stands for devices without one.
 */
export type TagScope =
  | { readonly whole: true }
  /** In lower case; none = nothing is reached. */
  | { readonly whole: false; readonly tags: readonly string[] }

export const wholeTenant: TagScope = { whole: true }

export function tagsScope(tags: Iterable<string>): TagScope {
  return { whole: false, tags: [...new Set([...tags].map((tag) => tag.toLowerCase()))] }
}

/** What either of them reaches. */
export function joined(scopes: readonly TagScope[]): TagScope {
  if (scopes.some(({ whole }) => whole)) return wholeTenant
  return tagsScope(scopes.flatMap((scope) => (scope.whole ? [] : scope.tags)))
}

export function reaches(scope: TagScope, groupTag: string | null): boolean {
  return scope.whole || scope.tags.includes((groupTag ?? '').toLowerCase())
}
