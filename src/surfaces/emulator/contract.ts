/** What `/emulator/v1` takes and gives. Unknown members are refused by name: a misspelt fault would never happen. */
import { z } from 'zod'
import type { Fault } from '../../emulator/fault.ts'
import type { LoggedRequest } from '../../emulator/request-log.ts'

export const clockRequest = z.union(
  [
    z.strictObject({ advanceSeconds: z.number().min(-1e9).max(1e9) }),
    z.strictObject({ set: z.iso.datetime({ offset: true }) }),
  ],
  'expected { "advanceSeconds": <number> } or { "set": "<date and time>" }',
)

const deviceFault = z.strictObject({
  deviceErrorCode: z.int().optional(),
  deviceErrorName: z.string().min(1).optional(),
})

const requestFault = z.strictObject({
  status: z.int().min(400).max(599).optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  retryAfter: z.union([z.number().min(0), z.string().min(1)]).optional(),
  delaySeconds: z.number().min(0).max(600).optional(),
  truncate: z.literal(true).optional(),
  drop: z.literal(true).optional(),
  loopNextLink: z.literal(true).optional(),
})

const answer = z
  .union(
    [deviceFault, requestFault],
    'expected deviceErrorCode and deviceErrorName, or any of status, code, message, retryAfter, delaySeconds, truncate, drop, loopNextLink',
  )
  .refine((value) => Object.keys(value).length > 0, 'says nothing')

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
  times: z.int().min(1).optional(),
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
