/** The organization's own settings. */
import type { OrganizationSettings, OrganizationSettingsChange } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { DomainError } from '../../core/errors.ts'
import type { Tenant, Tenants } from '../../core/tenants/tenant.ts'
import { changeTenant } from '../../core/tenants/tenant-settings.ts'
import { type Route, routesWith } from '../http/route.ts'

export type SettingsDeps = { readonly tenants: Pick<Tenants, 'find' | 'change'> }

const settingsAnswer = z.object({
  id: z.string(),
  displayName: z.string(),
  domains: z.array(z.string()).readonly(),
  importSeconds: z.number(),
}) satisfies z.ZodType<OrganizationSettings>

const settingsChange = z.strictObject({
  displayName: z.string().trim().min(1).max(256).optional(),
  /** How long an import stays undecided, in seconds; about 90 in Microsoft's service. */
  importSeconds: z.int().min(0).max(86_400).optional(),
}) satisfies z.ZodType<OrganizationSettingsChange>

const route = routesWith<SettingsDeps>()

export const settingsRoutes: readonly Route<SettingsDeps>[] = [
  route({
    method: 'GET',
    path: '/settings',
    permission: 'organization.read',
    summary: "The organization's name, its domains, and how long imports wait.",
    answer: settingsAnswer,
    handle: async ({ ports, caller }) => {
      const tenant = await ports.tenants.find(caller.tenantId)
      if (tenant === undefined) throw new DomainError('not-found', 'The tenant is gone.')
      return presentSettings(tenant)
    },
  }),
  route({
    method: 'PATCH',
    path: '/settings',
    permission: 'organization.write',
    audit: { category: 'Tenant', resource: 'Tenant' },
    summary: 'Change the name of the organization, or how long imports wait.',
    body: settingsChange,
    answer: settingsAnswer,
    handle: async ({ ports, caller, body }) =>
      presentSettings(await changeTenant(ports.tenants, caller.tenantId, body)),
  }),
]

function presentSettings({ id, displayName, domains, importSeconds }: Tenant) {
  return { id, displayName, domains, importSeconds }
}
