/** Imports as people look for them afterwards: who sent what, how it went, and the result row by row. */
import type { TagScope } from '../access/tag-scope.ts'
import type { ImportId, TenantId } from '../ids.ts'
import type { ImportedDevice, Submission } from './imported-device.ts'

export type ImportSummary = {
  readonly id: ImportId
  /** Null: the client gave no name. */
  readonly label: string | null
  readonly by: string | null
  readonly at: Date
  readonly rows: number
  readonly complete: number
  readonly error: number
  readonly undecided: number
  /** Refusals by name, most frequent first. */
  readonly byError: readonly { readonly name: string; readonly count: number }[]
}

/** A receipt with the place that its row came from; null = unknown. */
export type PlacedReceipt = {
  readonly receipt: ImportedDevice
  readonly file: string | null
  readonly line: number | null
}

export type RowsQuery = {
  readonly importId: ImportId
  readonly scope: TagScope
  readonly state?: 'complete' | 'error' | 'undecided' | undefined
  /** A refusal's name. */
  readonly error?: string | undefined
  /** Rows after this one. */
  readonly after: number
  readonly limit: number
}

/** A user whom rows of an import name, and how many. */
export type NamedUser = { readonly name: string; readonly rows: number }

export type ImportLabel = {
  readonly importId: ImportId
  readonly label: string
  readonly by: string
  readonly places: readonly Place[]
}

export type RefusedQuery = {
  readonly importId: ImportId
  readonly scope: TagScope
  readonly errors: readonly string[]
}

export type RefusedRow = { readonly submission: Submission; readonly place: Place }

/** The file and line of a row. */
export type Place = { readonly file: string; readonly line: number }

export type ImportLists = {
  /** Newest first; `after` = the id of the last one seen. */
  list(
    tenantId: TenantId,
    query: { after?: ImportId | undefined; limit: number; scope: TagScope },
  ): Promise<readonly ImportSummary[]>
  find(tenantId: TenantId, id: ImportId, scope: TagScope): Promise<ImportSummary | undefined>
  /** Each user whom its rows name, once. */
  users(tenantId: TenantId, id: ImportId, scope: TagScope): Promise<readonly NamedUser[]>
  /** In row order. */
  rows(tenantId: TenantId, query: RowsQuery): Promise<readonly PlacedReceipt[]>
  /** Stores name, sender and places of an import that is being accepted. */
  label(tenantId: TenantId, label: ImportLabel): Promise<void>
  /** Rows refused for one of these reasons whose hashes are still stored, for resubmission. */
  refused(tenantId: TenantId, query: RefusedQuery): Promise<readonly RefusedRow[]>
}
