/** `/organization`, `/domains` and `/users`: what scripts look up about the tenant they work in. */
import { domainType, organizationType, userType } from 'taxiway-autopilot/graph'
import {
  type DirectoryPeople,
  type DirectoryPerson,
  findPerson,
  type PersonField,
  personFieldTypes,
} from '../../core/directory/directory-person.ts'
import { DomainError } from '../../core/errors.ts'
import type { TenantId } from '../../core/ids.ts'
import { listInMemory } from '../../core/query-list.ts'
import type { Tenant, Tenants } from '../../core/tenants/tenant.ts'
import { type EntitySet, type GraphVersion, readRoutes } from './entity-set.ts'
import {
  type DomainRow,
  presentDomain,
  presentOrganization,
  presentPerson,
} from './present-directory.ts'
import type { Route } from './routes.ts'

export type DirectoryDeps = {
  readonly tenants: Pick<Tenants, 'find'>
  readonly directoryPeople: DirectoryPeople
}

export function directoryRoutes(deps: DirectoryDeps, graph: GraphVersion): readonly Route[] {
  return [
    ...readRoutes(organizationSet(deps), graph),
    ...readRoutes(domainSet(deps), graph),
    ...readRoutes(userSet(deps), graph),
  ]
}

export function userSet({
  directoryPeople,
}: Pick<DirectoryDeps, 'directoryPeople'>): EntitySet<DirectoryPerson, PersonField> {
  return {
    path: 'users',
    type: userType,
    read: 'users.read',
    searchable: true,
    fields: {
      id: 'id',
      userprincipalname: 'userPrincipalName',
      mail: 'userPrincipalName',
      displayname: 'displayName',
      accountenabled: 'enabled',
      createddatetime: 'createdAt',
    },
    types: personFieldTypes,
    list: (tenantId, query) => directoryPeople.list(tenantId, query),
    find: (tenantId, id) => findPerson(directoryPeople, tenantId, id),
    present: async (rows) => rows.map(presentPerson),
  }
}

function organizationSet({ tenants }: DirectoryDeps): EntitySet<Tenant, 'id' | 'displayName'> {
  const types = { id: 'id', displayName: 'text' } as const
  return {
    path: 'organization',
    type: organizationType,
    read: 'organization.read',
    fields: { id: 'id', displayname: 'displayName' },
    types,
    list: async (tenantId, query) =>
      listInMemory(
        [await ownTenant(tenants, tenantId)],
        { types, valueOf: (row, field) => row[field] },
        query,
      ),
    async find(tenantId, id) {
      if (id.toLowerCase() !== tenantId) throw notFound(id)
      return await ownTenant(tenants, tenantId)
    },
    present: async (rows) => rows.map(presentOrganization),
  }
}

function domainSet({ tenants }: DirectoryDeps): EntitySet<DomainRow, 'name' | 'isFirst'> {
  const types = { name: 'text', isFirst: 'boolean' } as const
  const domainsOf = async (tenantId: TenantId): Promise<readonly DomainRow[]> =>
    (await ownTenant(tenants, tenantId)).domains.map((name, i) => ({ name, isFirst: i === 0 }))
  return {
    path: 'domains',
    type: domainType,
    read: 'organization.read',
    fields: { id: 'name', isdefault: 'isFirst', isinitial: 'isFirst' },
    types,
    list: async (tenantId, query) =>
      listInMemory(
        await domainsOf(tenantId),
        { types, valueOf: (row, field) => row[field] },
        query,
      ),
    async find(tenantId, id) {
      const found = (await domainsOf(tenantId)).find(({ name }) => name === id.toLowerCase())
      if (found === undefined) throw notFound(id)
      return found
    },
    present: async (rows) => rows.map(presentDomain),
  }
}

async function ownTenant(tenants: Pick<Tenants, 'find'>, tenantId: TenantId): Promise<Tenant> {
  const tenant = await tenants.find(tenantId)
  if (tenant === undefined) throw notFound(tenantId)
  return tenant
}

function notFound(id: string): DomainError {
  return new DomainError('not-found', `There is no object '${id}' in this tenant.`)
}
