/** `/organization`, `/domains` and `/users`: what scripts look up about their tenant. */

import { domainType, organizationType, userType } from 'taxiway-autopilot/graph'
import {
  type DirectoryPeople,
  type DirectoryPerson,
  findPerson,
  type PersonField,
  personFieldTypes,
} from '../../../core/directory/directory-person.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { DomainName, TenantId, UserName } from '../../../core/ids.ts'
import { listInMemory } from '../../../core/query-list.ts'
import type { Tenant, Tenants } from '../../../core/tenants/tenant.ts'
import type { Route } from '../../http/route.ts'
import { type EntitySet, type GraphVersion, readRoutes } from '../entity-set.ts'
import {
  type DomainRow,
  presentDomain,
  presentOrganization,
  presentPerson,
} from './present-directory.ts'

export type DirectoryDeps = {
  readonly tenants: Pick<Tenants, 'find'>
  readonly directoryPeople: DirectoryPeople
}

export function directoryRoutes(graph: GraphVersion): readonly Route<DirectoryDeps>[] {
  return [
    ...readRoutes(organizationSet, graph),
    ...readRoutes(domainSet, graph),
    ...readRoutes(userSet, graph),
  ]
}

export const userSet: EntitySet<
  Pick<DirectoryDeps, 'directoryPeople'>,
  DirectoryPerson,
  PersonField,
  UserName
> = {
  path: 'users',
  ofDirectory: true,
  type: userType,
  id: ids.userOrName,
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
  rows: ({ directoryPeople }) => ({
    list: (tenantId, query) => directoryPeople.list(tenantId, query),
    find: (tenantId, id) => findPerson(directoryPeople, tenantId, id),
    present: async (rows) => rows.map(presentPerson),
  }),
}

const organizationTypes = { id: 'id', displayName: 'text' } as const

const organizationSet: EntitySet<DirectoryDeps, Tenant, 'id' | 'displayName', TenantId> = {
  path: 'organization',
  type: organizationType,
  id: ids.tenant,
  read: 'organization.read',
  fields: { id: 'id', displayname: 'displayName' },
  types: organizationTypes,
  rows: ({ tenants }) => ({
    list: async (tenantId, query) =>
      listInMemory(
        [await ownTenant(tenants, tenantId)],
        { types: organizationTypes, valueOf: (row, field) => row[field] },
        query,
      ),
    async find(tenantId, id) {
      if (id !== tenantId) throw notFound(id)
      return await ownTenant(tenants, tenantId)
    },
    present: async (rows) => rows.map(presentOrganization),
  }),
}

const domainTypes = { name: 'text', isFirst: 'boolean' } as const

const domainSet: EntitySet<DirectoryDeps, DomainRow, 'name' | 'isFirst', DomainName> = {
  path: 'domains',
  type: domainType,
  id: ids.domain,
  read: 'organization.read',
  fields: { id: 'name', isdefault: 'isFirst', isinitial: 'isFirst' },
  types: domainTypes,
  rows: ({ tenants }) => ({
    list: async (tenantId, query) =>
      listInMemory(
        await domainsOf(tenants, tenantId),
        { types: domainTypes, valueOf: (row, field) => row[field] },
        query,
      ),
    async find(tenantId, id) {
      const found = (await domainsOf(tenants, tenantId)).find(({ name }) => name === id)
      if (found === undefined) throw notFound(id)
      return found
    },
    present: async (rows) => rows.map(presentDomain),
  }),
}

async function domainsOf(
  tenants: DirectoryDeps['tenants'],
  tenantId: TenantId,
): Promise<readonly DomainRow[]> {
  return (await ownTenant(tenants, tenantId)).domains.map((name, i) => ({
    name,
    isFirst: i === 0,
  }))
}

async function ownTenant(tenants: Pick<Tenants, 'find'>, tenantId: TenantId): Promise<Tenant> {
  const tenant = await tenants.find(tenantId)
  if (tenant === undefined) throw notFound(tenantId)
  return tenant
}

function notFound(id: string): DomainError {
  return new DomainError('not-found', `There is no object '${id}' in this tenant.`)
}
