/** How the admin API reads requests. */
import type { z } from 'zod'
import { DomainError } from '../../core/errors.ts'
import type { Dialect } from '../http/add-routes.ts'
import { checked } from '../http/checked.ts'
import type { PublicOrigin } from '../http/public-origin.ts'

const maxBody = 1024 * 1024

export function adminDialect(origin: PublicOrigin): Dialect {
  const tooLarge = (limit: number) =>
    new DomainError('too-large', `The body is larger than ${limit / 1024} KiB.`)
  return { origin, readBody, maxBody, tooLarge }
}

/** A CSV file may come as it is, instead of as a text in JSON. */
async function readBody(request: Request, shape: z.ZodType): Promise<unknown> {
  if (/^text\/csv\b/i.test(request.headers.get('content-type') ?? ''))
    return checked(shape, { file: await request.bytes() })
  const body = await request.json().catch((cause: unknown) => {
    if (cause instanceof DomainError) throw cause
    throw new DomainError('request-invalid', 'The body is not valid JSON.', { cause })
  })
  return checked(shape, body)
}
