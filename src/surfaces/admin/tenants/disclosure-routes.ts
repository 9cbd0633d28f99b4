/** Cross-tenant disclosures: for the installation's operators. */
import type { Disclosures, HeldRowsDecided } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { nameOfCaller } from '../../../core/access/caller.ts'
import { noteAudit } from '../../../core/acting.ts'
import { decideHeld, type HeldDeps } from '../../../core/conflicts/disclosures.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { Tenants } from '../../../core/tenants/tenant.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import { versioned } from '../../http/versions.ts'
import { tenantNamed } from './tenant-named.ts'

export type DisclosureDeps = HeldDeps & { readonly tenants: Pick<Tenants, 'find'> }

const perDay = z.int().min(0).max(1_000_000)

const disclosures = z.object({
  perDay,
  today: z.number(),
  held: z.number(),
}) satisfies z.ZodType<Disclosures>

const heldRowsDecided = z.object({
  decided: z.number(),
  left: z.number(),
}) satisfies z.ZodType<HeldRowsDecided>

const route = routesWith<DisclosureDeps>()

async function disclosuresOf({ ports, parameter }: Input<DisclosureDeps>) {
  const tenantId = await tenantNamed(ports.tenants, parameter('tenant', ids.tenantOrDomain))
  return await ports.disclosures.find(tenantId)
}

function versionOf({ perDay }: Disclosures): string {
  return `"${perDay}"`
}

export const disclosureRoutes: readonly Route<DisclosureDeps>[] = [
  route({
    method: 'GET',
    path: '/tenants/:tenant/disclosures',
    permission: 'tenants.read',
    summary:
      'How often a day a tenant may learn that others have its devices, and which rows wait.',
    answer: disclosures,
    // What is counted changes by itself; only the limit is edited.
    version: async (input) => versionOf(await disclosuresOf(input)),
    handle: async (input) => {
      const found = await disclosuresOf(input)
      return versioned(found, versionOf(found))
    },
  }),
  route({
    method: 'PATCH',
    path: '/tenants/:tenant/disclosures',
    permission: 'tenants.write',
    audit: { category: 'Tenant', resource: 'Disclosures' },
    summary: 'Set it. 0 lets every row wait that is not the tenant’s own device.',
    body: z.strictObject({ perDay }),
    answer: disclosures,
    handle: async ({ ports, parameter, body }) => {
      const tenantId = await tenantNamed(ports.tenants, parameter('tenant', ids.tenantOrDomain))
      const before = await ports.disclosures.find(tenantId)
      await ports.disclosures.setPerDay(tenantId, body.perDay)
      noteAudit({
        type: 'Disclosures',
        id: tenantId,
        properties: [{ name: 'perDay', before: String(before.perDay), after: String(body.perDay) }],
      })
      return await ports.disclosures.find(tenantId)
    },
  }),
  route({
    method: 'POST',
    path: '/tenants/:tenant/held-rows/decide',
    permission: 'tenants.write',
    audit: { category: 'Device', resource: 'IdentityConflict', action: 'decide-held' },
    summary:
      'Release the rows that wait because the tenant has used up its disclosures, each to its own verdict, or reject them: 200 a request.',
    body: z.strictObject({ decision: z.enum(['release', 'reject']) }),
    answer: heldRowsDecided,
    handle: async ({ ports, caller, parameter, body }) => {
      const tenantId = await tenantNamed(ports.tenants, parameter('tenant', ids.tenantOrDomain))
      return await decideHeld(ports, { tenantId, by: nameOfCaller(caller), ...body })
    },
  }),
]
