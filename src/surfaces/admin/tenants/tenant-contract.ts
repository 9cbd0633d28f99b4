/** Shapes of the installation's tenants. Unknown members of requests are refused by name. */
import type { NewTenant, Tenant } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { credentialsAnswer } from '../applications/application-contract.ts'

const name = z.string().trim().min(1).max(256)

export const tenantRequest = z.strictObject({
  displayName: name,
  domains: z
    .array(z.string().regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/))
    .min(1)
    .max(50),
})

export const tenantAnswer = z.object({
  id: z.string(),
  displayName: z.string(),
  domains: z.array(z.string()),
  importSeconds: z.number(),
  createdAt: z.string(),
}) satisfies z.ZodType<Tenant>

export const newTenantAnswer = tenantAnswer.extend({
  firstApplication: credentialsAnswer,
}) satisfies z.ZodType<NewTenant>
