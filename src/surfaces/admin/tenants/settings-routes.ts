/** The organization's own settings. */
import type { OrganizationSettings, OrganizationSettingsChange } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { DomainError } from '../../../core/errors.ts'
import { type Tenant, type Tenants, unknownTuples } from '../../../core/tenants/tenant.ts'
import { changeTenant } from '../../../core/tenants/tenant-settings.ts'
import { type Route, routesWith } from '../../http/route.ts'

export type SettingsDeps = { readonly tenants: Pick<Tenants, 'find' | 'change'> }

const settingsAnswer = z.object({
  id: z.string(),
  displayName: z.string(),
  domains: z.array(z.string()).readonly(),
  importSeconds: z.number(),
  unknownTuples: z.enum(unknownTuples),
}) satisfies z.ZodType<OrganizationSettings>

const settingsChange = z.strictObject({
  displayName: z.string().trim().min(1).max(256).optional(),
  /** How long an import stays undecided, in seconds; 60 to 95 in Microsoft's service. [observed] */
  importSeconds: z.int().min(0).max(86_400).optional(),
  /** What becomes of a partner's row that names a device which nobody has reported or registered. */
  unknownTuples: z.enum(unknownTuples).optional(),
}) satisfies z.ZodType<OrganizationSettingsChange>

const route = routesWith<SettingsDeps>()

export const settingsRoutes: readonly Route<SettingsDeps>[] = [
  route({
    method: 'GET',
    path: '/settings',
    permission: 'organization.read',
    summary:
      "The organization's name, its domains, how long imports wait, and what partners may declare.",
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
    summary:
      'Change the name of the organization, how long imports wait, or whether partners declare devices that nobody knows yet.',
    body: settingsChange,
    answer: settingsAnswer,
    handle: async ({ ports, caller, body }) =>
      presentSettings(await changeTenant(ports.tenants, caller.tenantId, body)),
  }),
]

function presentSettings({ id, displayName, domains, ...settings }: Tenant) {
  const { importSeconds, unknownTuples } = settings
  return { id, displayName, domains, importSeconds, unknownTuples }
}
