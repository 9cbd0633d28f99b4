/** The shape of the days on which nobody has to answer. */
import type { RepairCalendar } from 'taxiway-autopilot/admin'
import { z } from 'zod'

const holiday = z.iso.date()

export const calendarShape = z.strictObject({
  workDays: z
    .array(z.int().min(1).max(7))
    .min(1)
    .max(7)
    .transform((days) => [...new Set(days)].sort()),
  holidays: z
    .array(holiday)
    .max(1_000)
    .transform((days) => [...new Set(days)].sort()),
})

export const calendarAnswer = z.object({
  workDays: z.array(z.number()),
  holidays: z.array(z.string()),
}) satisfies z.ZodType<RepairCalendar>
