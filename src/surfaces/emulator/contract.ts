/** Shapes of `/emulator/v1`. Unknown members are refused by name, because a misspelt fault would never occur. */
import { z } from 'zod'
import type { Fault } from '../../core/emulator/fault.ts'
import type { LoggedRequest } from '../../core/emulator/request-log.ts'

export const clockRequest = z.union(
  [
    z.strictObject({ advanceSeconds: z.number().min(-1e9).max(1e9) }),
    z.strictObject({ set: z.iso.datetime({ offset: true }) }),
  ],
  'expected { "advanceSeconds": <number> } or { "set": "<date and time>" }',
)

/** Any of the first two, or any of the others. */
const answer = z
  .strictObject({
    deviceErrorCode: z.int32().optional(),
    deviceErrorName: z.string().min(1).optional(),
    status: z.int().min(400).max(599).optional(),
    code: z.string().optional(),
    message: z.string().optional(),
    retryAfter: z
      .union([z.number().min(0), z.string().regex(/^[!-~][ -~]*$/)], {
        error: 'expected seconds from 0, or a date as HTTP writes it',
      })
      .optional(),
    delaySeconds: z.number().min(0).max(600).optional(),
    truncate: z.literal(true).optional(),
    drop: z.literal(true).optional(),
    loopNextLink: z.literal(true).optional(),
  })
  .refine((value) => Object.keys(value).length > 0, 'says nothing')
  .refine(
    ({ deviceErrorCode, deviceErrorName, ...others }) =>
      (deviceErrorCode === undefined && deviceErrorName === undefined) ||
      Object.keys(others).length === 0,
    'deviceErrorCode and deviceErrorName decide rows of imports, and cannot stand beside what answers requests',
  )

export const faultRequest = z.strictObject({
  match: z
    .strictObject({
      method: z
        .string()
        .transform((method) => method.toUpperCase())
        .optional(),
      path: z.string().min(1).optional(),
      serialNumber: z.string().min(1).optional(),
    })
    .default({}),
  answer,
  /** Absent: until it is removed. */
  times: z.int32().min(1).optional(),
})

export const settingsRequest = z.strictObject({
  importSeconds: z.int().min(0).max(86_400),
  /** Domain or id; absent: every tenant. */
  tenant: z.string().optional(),
})

export function presentFault({ id, match, answer, times, remaining }: Fault) {
  return { id, match, answer, times, remaining }
}

export function presentRequest({ time, ...request }: LoggedRequest) {
  return { ...request, time: time.toISOString() }
}
