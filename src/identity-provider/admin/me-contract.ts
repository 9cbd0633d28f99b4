/** What `/admin/v1/me` gives. */
import type { Me } from 'taxiway-autopilot/admin'
import { z } from 'zod'

export const meAnswer = z.object({
  user: z.object({ id: z.string(), userPrincipalName: z.string(), displayName: z.string() }),
  tenant: z.object({
    id: z.string(),
    displayName: z.string(),
    domain: z.string(),
    partnerKind: z.string().nullable(),
  }),
  roles: z.array(z.string()),
  permissions: z.array(
    z.object({ permission: z.string(), groupTags: z.array(z.string()).nullable() }),
  ),
  signIn: z.object({
    authTime: z.string(),
    amr: z.array(z.string()),
    freshUntil: z.string().nullable(),
    freshNeeded: z.boolean(),
  }),
  factors: z.object({ passkeys: z.number(), codes: z.number() }),
  server: z.object({
    version: z.string(),
    fidelity: z.enum(['lenient', 'strict']),
    emulator: z.boolean(),
    now: z.string(),
    importSeconds: z.number(),
    maxImportRows: z.number(),
  }),
}) satisfies z.ZodType<Me>
