/** Which rows a scope of access reaches by their group tag. Tags compare as in lists, and the empty tag stands for none. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { TagScope } from '../../core/access/tag-scope.ts'

/** The value that `hasReachedTag` asks for. Null: every row is reached. */
export function reachedTags(scope: TagScope): readonly string[] | null {
  return scope.whole ? null : scope.tags
}

/** SQL. `parameter` is the number of the value of `reachedTags`. */
export function hasReachedTag(column: string, parameter: number): string {
  return `($${parameter}::text[] is null or lower(coalesce(${column}, '')) = any($${parameter}))`
}

/** The same within a statement of Kysely. */
export function reachedBy(scope: TagScope, column: string): RawBuilder<SqlBool> {
  if (scope.whole) return sql<SqlBool>`true`
  return sql<SqlBool>`lower(coalesce(${sql.ref(column)}, '')) = any(${[...scope.tags]}::text[])`
}
