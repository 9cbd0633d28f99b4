/** Tenants of the installation: for its operators only. */
import { createTenant, type TenantDeps } from '../../core/tenants/create-tenant.ts'
import { listOf, newTenantAnswer, tenantAnswer, tenantRequest } from './contract.ts'
import { presentTenant } from './present.ts'
import { type AdminRoute, route } from './routes.ts'

export function tenantRoutes(deps: TenantDeps): readonly AdminRoute[] {
  return [
    route({
      method: 'GET',
      path: '/tenants',
      permission: 'tenants.read',
      summary: 'All tenants of the installation.',
      answer: listOf(tenantAnswer),
      handle: async () => ({ value: (await deps.tenants.list()).map(presentTenant) }),
    }),
    route({
      method: 'POST',
      path: '/tenants',
      permission: 'tenants.write',
      summary: 'Make a tenant with a first application, whose secret is shown only now.',
      body: tenantRequest,
      status: 201,
      answer: newTenantAnswer,
      handle: async ({ body }) => {
        const { tenant, credentials } = await createTenant(deps, body)
        return { ...presentTenant(tenant), firstApplication: credentials }
      },
    }),
  ]
}
