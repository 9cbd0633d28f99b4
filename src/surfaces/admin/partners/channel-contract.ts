/** Shapes of channels and of files that are judged by their rules. */
import type { ChannelFileCheck, ChannelFileFinding, ChannelSummary } from 'taxiway-autopilot/admin'
import { z } from 'zod'

export const channelAnswer = z.object({
  key: z.string(),
  title: z.string(),
  state: z.enum(['live', 'retired']),
  maxDevices: z.number().nullable(),
  identifiers: z.array(z.string()),
  groupTag: z.string(),
  assignsUsers: z.boolean(),
  profiles: z.string(),
  columns: z.array(z.string()),
  successor: z.string().nullable(),
}) satisfies z.ZodType<ChannelSummary>

const findingAnswer = z.object({
  line: z.number(),
  column: z.number().nullable(),
  severity: z.enum(['error', 'warning', 'info']),
  code: z.string(),
  message: z.string(),
  fix: z.string().nullable(),
  limit: z.number().optional(),
}) satisfies z.ZodType<ChannelFileFinding>

export const fileCheckAnswer = z.object({
  rows: z.number(),
  state: z.enum(['live', 'retired']),
  successor: z.string().nullable(),
  findings: z.array(findingAnswer),
}) satisfies z.ZodType<ChannelFileCheck>
