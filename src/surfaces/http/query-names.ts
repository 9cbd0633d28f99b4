/** Refuses query parameters that a route does not read: an ignored condition would return everything. */
import { z } from 'zod'
import { DomainError } from '../../core/errors.ts'

/** `shape` = what the route takes; absent = nothing. */
export function refuseUnread(options: URLSearchParams, shape: z.ZodType | undefined): void {
  if (options.size === 0) return
  const known = shape instanceof z.ZodObject ? Object.keys(shape.shape) : []
  const given = new Set<string>()
  for (const name of options.keys()) {
    if (!known.includes(name)) throw invalid(`There is no query parameter '${name}' here`, known)
    if (given.has(name)) throw invalid(`The query parameter '${name}' is given more than once`, [])
    given.add(name)
  }
}

function invalid(what: string, known: readonly string[]): DomainError {
  const others = known.length === 0 ? '' : ` Known are ${known.join(', ')}.`
  return new DomainError('request-invalid', `${what}.${others}`)
}
