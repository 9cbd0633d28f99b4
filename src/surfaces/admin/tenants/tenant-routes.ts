/** Tenants of the installation, for its operators only. */
import { createTenant, type TenantDeps } from '../../../core/tenants/create-tenant.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { listOf } from '../contract.ts'
import { presentTenant } from './present-tenant.ts'
import { newTenantAnswer, tenantAnswer, tenantRequest } from './tenant-contract.ts'

const route = routesWith<TenantDeps>()

export const tenantRoutes: readonly Route<TenantDeps>[] = [
  route({
    method: 'GET',
    path: '/tenants',
    permission: 'tenants.read',
    summary: 'All tenants of the installation.',
    answer: listOf(tenantAnswer),
    handle: async ({ ports }) => ({ value: (await ports.tenants.list()).map(presentTenant) }),
  }),
  route({
    method: 'POST',
    path: '/tenants',
    permission: 'tenants.write',
    audit: { category: 'Tenant', resource: 'Tenant' },
    summary: 'Make a tenant with a first application, whose secret is shown only now.',
    body: tenantRequest,
    status: 201,
    answer: newTenantAnswer,
    handle: async ({ ports, body }) => {
      const { tenant, credentials } = await createTenant(ports, body)
      return { ...presentTenant(tenant), firstApplication: credentials }
    },
  }),
]
