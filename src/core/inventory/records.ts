/**
 * Records that a tenant keeps besides its registrations, and that Taxiway only stores. Each kind has its own type,
 * and all are stored in the same way.
 */
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import type { FieldTypes, ListQuery, Rows } from '../query.ts'
import { newUuid } from '../uuid.ts'

/** What a member of a record can be; dates are ISO text. */
export type Value =
  | string
  | number
  | boolean
  | null
  | readonly Value[]
  | { readonly [name: string]: Value }
export type Members = Readonly<Record<string, Value>>

export type Stored<M> = { readonly id: string; readonly createdAt: Date; readonly members: M }

export type RecordKind<Field extends string> = {
  /** Its name in storage. */
  readonly name: string
  /** Members that can be queried, `id` and `createdAt` among them. */
  readonly types: FieldTypes<Field>
}

export type NewRecord<M> = {
  readonly id: string
  readonly members: M
  /** Unique within a kind; null = any number of records may have it. */
  readonly uniqueKey: string | null
  /** Unique in the whole installation, across tenants. */
  readonly claims: readonly string[]
}

export type Records<M, Field extends string> = {
  find(tenantId: TenantId, id: string): Promise<Stored<M> | undefined>
  /** As `find`, and nobody else changes it until the transaction ends. */
  hold(tenantId: TenantId, id: string): Promise<Stored<M> | undefined>
  list(tenantId: TenantId, query: ListQuery<Field>): Promise<Rows<Stored<M>>>
  /** The records with these keys, by key. */
  findByKeys(tenantId: TenantId, keys: readonly string[]): Promise<ReadonlyMap<string, Stored<M>>>
  /** False = a record with the same key exists, or one of any tenant has one of its claims. */
  add(tenantId: TenantId, record: NewRecord<M>): Promise<boolean>
  replace(tenantId: TenantId, id: string, members: M): Promise<boolean>
  remove(tenantId: TenantId, id: string): Promise<boolean>
  /** False: some tenant has one of them; those that nobody had are the record's all the same. */
  claim(tenantId: TenantId, id: string, claims: readonly string[]): Promise<boolean>
  unclaim(tenantId: TenantId, id: string): Promise<void>
}

export function newRecord<M>(
  members: M,
  uniqueKey: string | null = null,
  claims: readonly string[] = [],
): NewRecord<M> {
  return { id: newUuid(), members, uniqueKey, claims }
}

export async function findRecord<M, Field extends string>(
  records: Records<M, Field>,
  tenantId: TenantId,
  id: string,
): Promise<Stored<M>> {
  const record = await records.find(tenantId, id)
  if (record === undefined) throw recordNotFound(id)
  return record
}

/** For an edit, which keeps what it does not name: as it was last left. */
export async function holdRecord<M, Field extends string>(
  records: Pick<Records<M, Field>, 'hold'>,
  tenantId: TenantId,
  id: string,
): Promise<Stored<M>> {
  const record = await records.hold(tenantId, id)
  if (record === undefined) throw recordNotFound(id)
  return record
}

/** Members that the request does not name stay as they are. */
export async function changeRecord<M extends object, Field extends string>(
  records: Records<M, Field>,
  { tenantId, id }: { tenantId: TenantId; id: string },
  changes: Partial<M>,
): Promise<Stored<M>> {
  const known = await holdRecord(records, tenantId, id)
  const members = { ...known.members, ...changes }
  if (!(await records.replace(tenantId, id, members))) throw recordNotFound(id)
  return { ...known, members }
}

export async function removeRecord<M, Field extends string>(
  records: Records<M, Field>,
  tenantId: TenantId,
  id: string,
): Promise<void> {
  if (!(await records.remove(tenantId, id))) throw recordNotFound(id)
}

export function recordNotFound(id: string): DomainError {
  return new DomainError('not-found', `There is no object with the id '${id}'.`)
}
