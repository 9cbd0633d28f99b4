/** The shape of an import that is not decided altogether. */
import type { ImportJob } from 'taxiway-autopilot/admin'
import { z } from 'zod'

export const undecidedAnswer = z.object({
  importId: z.string(),
  rows: z.number(),
  decided: z.number(),
  attempts: z.number(),
  dueAt: z.string(),
}) satisfies z.ZodType<ImportJob>
