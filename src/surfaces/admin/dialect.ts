/** How the admin API reads requests. */
import type { z } from 'zod'
import { DomainError } from '../../core/errors.ts'
import type { Dialect } from '../http/add-routes.ts'
import { bodyText } from '../http/body-text.ts'
import { checked } from '../http/checked.ts'
import { jsonOf } from '../http/json-of.ts'
import type { PublicOrigin } from '../http/public-origin.ts'

const maxBody = 1024 * 1024
/** Of a packed body, whatever its route allows. */
const maxUnpacked = 32 * 1024 * 1024

export function adminDialect(origin: PublicOrigin): Dialect {
  const readBody = (request: Request, shape: z.ZodType) => bodyOf(request, shape)
  return { origin, readBody, isQueryClosed: true, maxBody, tooLarge }
}

function tooLarge(limit: number): DomainError {
  return new DomainError('too-large', `The body is larger than ${limit / 1024} KiB.`)
}

/** A CSV file may come as it is, instead of as a text in JSON. */
async function bodyOf(request: Request, shape: z.ZodType): Promise<unknown> {
  if (/^text\/csv\b/i.test(request.headers.get('content-type') ?? ''))
    return checked(shape, { file: await request.bytes() })
  const text = await bodyText(request, {
    maxBytes: maxUnpacked,
    tooLarge: () => tooLarge(maxUnpacked),
  })
  return checked(shape, jsonOf(text))
}
