/** Which rows of imports a scope of access reaches, as a condition on `import_row`. */
import type { TagScope } from '../../core/access/tag-scope.ts'
import { hasReachedTag, reachedTags } from './reached-tags.ts'

/** Rows with these tags, and those that the submitter was refused for their tag. The values of a reach begin with that number. */
export function reachedRow(first: number): string {
  return `(${hasReachedTag('import_row.group_tag', first)} or import_row.submitted_by = $${first + 1}::text)`
}

export function rowReach(scope: TagScope): readonly [readonly string[] | null, string | null] {
  return [reachedTags(scope), scope.whole ? null : (scope.submitter ?? null)]
}
