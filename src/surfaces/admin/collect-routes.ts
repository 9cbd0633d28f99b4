/** What a file holds that no browser reads. Nothing of it is kept. */
import type { Collected, CollectRequest } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { DomainError } from '../../core/errors.ts'
import { type Route, routesWith } from '../http/route.ts'

export type CollectDeps = {
  readonly collectFile: (name: string, bytes: Uint8Array) => Promise<Collected>
}

/** Bytes of the file; base64 has four characters for three of them. */
export const maxCollected = 40 * 1024 * 1024
const maxBody = Math.ceil((maxCollected * 4) / 3) + 4_096

const collectRequest = z.strictObject({
  name: z.string().min(1).max(255),
  content: z.string().min(1).max(maxBody),
}) satisfies z.ZodType<CollectRequest>

const collectAnswer = z.object({
  tables: z.array(z.object({ name: z.string(), text: z.string() })).readonly(),
  faults: z
    .array(
      z.object({
        source: z.string(),
        severity: z.string(),
        code: z.string(),
        message: z.string(),
        isDoubt: z.boolean(),
      }),
    )
    .readonly(),
}) satisfies z.ZodType<Collected>

const route = routesWith<CollectDeps>()

export const collectRoutes: readonly Route<CollectDeps>[] = [
  route({
    method: 'POST',
    path: '/collect',
    permission: 'devices.import',
    audit: { category: 'Enrollment', resource: 'File', action: 'collect' },
    maxBody,
    summary:
      'Finds hardware hashes in an archive, an event log, a report or a spreadsheet of up to 40 MiB, as taxiway collect does. Nothing is kept or registered.',
    body: collectRequest,
    answer: collectAnswer,
    handle: ({ ports, body }) => {
      const bytes = Buffer.from(body.content, 'base64')
      if (bytes.length === 0)
        throw new DomainError('request-invalid', 'content: this is not base64, or it is empty.')
      return ports.collectFile(body.name, bytes)
    },
  }),
]
