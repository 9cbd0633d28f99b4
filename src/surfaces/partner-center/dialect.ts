/**
 * How Partner Center reads requests: names in any case, null and empty texts as absent, other members ignored; packed
 * or not, with a byte-order mark or without. [observed: the .NET SDK, the PowerShell module, CIPP]
 */
import type { z } from 'zod'
import { DomainError } from '../../core/errors.ts'
import type { Dialect } from '../http/add-routes.ts'
import { bodyText } from '../http/body-text.ts'
import { checked } from '../http/checked.ts'
import { jsonOf, onceEach } from '../http/json-of.ts'
import type { PublicOrigin } from '../http/public-origin.ts'

/** 1,000 hashes with room for the rest. Bytes. */
const maxBody = 8 * 1024 * 1024

export function partnerCenterDialect(origin: PublicOrigin): Dialect {
  const tooLarge = () =>
    new DomainError('too-large', `The body is larger than ${maxBody / 1024 / 1024} MiB.`)
  const readBody = async (request: Request, shape: z.ZodType) => {
    const text = await bodyText(request, { maxBytes: maxBody, tooLarge })
    return checked(shape, loosened(jsonOf(text)))
  }
  return { origin, readBody, maxBody, tooLarge }
}

/** Bodies are shallow: what is nested deeper than this is not read, and ends no stack. */
const maxDepth = 6

/** Names in lower case, without what is null or empty. */
export function loosened(value: unknown, depth = 0): unknown {
  if (value === null || value === '' || depth > maxDepth) return undefined
  if (Array.isArray(value)) return value.map((each) => loosened(each, depth + 1) ?? null)
  if (typeof value !== 'object') return value
  return Object.fromEntries(
    onceEach(value).flatMap(([name, each]) => {
      const loose = loosened(each, depth + 1)
      return loose === undefined ? [] : [[name, loose]]
    }),
  )
}
