/** People as the directory shows them to others; nothing here is about signing in. */
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import type { FieldTypes, ListQuery, Rows } from '../query.ts'

export type DirectoryPerson = {
  readonly id: string
  readonly userPrincipalName: string
  readonly displayName: string
  readonly enabled: boolean
  readonly licensed: boolean
  readonly createdAt: Date
}

export const personFieldTypes = {
  id: 'id',
  userPrincipalName: 'text',
  displayName: 'text',
  enabled: 'boolean',
  licensed: 'boolean',
  createdAt: 'date',
} as const satisfies FieldTypes<string>

export type PersonField = keyof typeof personFieldTypes

export type DirectoryPeople = {
  /** By id or by principal name, in any case. */
  find(tenantId: TenantId, idOrName: string): Promise<DirectoryPerson | undefined>
  list(tenantId: TenantId, query: ListQuery<PersonField>): Promise<Rows<DirectoryPerson>>
  /** By principal name in lower case; those that nobody has are not in it. */
  named(tenantId: TenantId, names: readonly string[]): Promise<ReadonlyMap<string, DirectoryPerson>>
}

export async function findPerson(
  people: DirectoryPeople,
  tenantId: TenantId,
  idOrName: string,
): Promise<DirectoryPerson> {
  const person = await people.find(tenantId, idOrName)
  if (person === undefined)
    throw new DomainError('not-found', `There is no user '${idOrName}' in this tenant.`)
  return person
}
