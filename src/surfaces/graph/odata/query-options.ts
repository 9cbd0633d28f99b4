/**
 * The options of a request's address, read in one place. Beta knows them without their `$` too, v1.0 only with it
 * [documented: Graph query parameters]; what is no option at all is refused, since a filter that is dropped answers
 * with everything.
 */
import type { DomainError } from '../../../core/errors.ts'
import { unread } from '../unread.ts'

/** Names in lower case, with `$`. */
export type Options = ReadonlyMap<string, string>

const known = new Set([
  '$filter',
  '$orderby',
  '$top',
  '$skip',
  '$skiptoken',
  '$deltatoken',
  '$select',
  '$expand',
  '$count',
  '$search',
  '$format',
  '$apply',
  '$compute',
])

/** Options that somebody has looked at. */
const read = new WeakSet<URLSearchParams>()

/** Every option that is given; throws for a name that is none in this version, and for one that is given twice. */
export function givenOptions(given: URLSearchParams, version: 'v1.0' | 'beta'): Options {
  const options = new Map<string, string>()
  for (const [spelled, value] of given) {
    const name = optionNamed(spelled, version)
    if (options.has(name)) throw invalid(`The query option '${spelled}' is given more than once`)
    options.set(name, value)
  }
  return options
}

/** Those of `allowed`; throws for any other. Whether a name may go without its `$` was asked when the request came in. */
export function queryOptions(given: URLSearchParams, allowed: readonly string[]): Options {
  read.add(given)
  const options = givenOptions(given, 'beta')
  for (const name of options.keys()) {
    if (!allowed.includes(name)) throw notHere(name)
  }
  return options
}

/** Throws where there are options that no one has read: they would have been ignored. */
export function refuseUnread(given: URLSearchParams): void {
  if (read.has(given)) return
  const [name] = givenOptions(given, 'beta').keys()
  if (name !== undefined) throw notHere(name)
}

function optionNamed(given: string, version: 'v1.0' | 'beta'): string {
  const lower = given.trim().toLowerCase()
  if (lower.startsWith('$')) {
    if (!known.has(lower)) throw notHere(given)
    return lower
  }
  const full = `$${lower}`
  if (!known.has(full)) throw invalid(`There is no query option '${given}'`)
  if (version === 'beta') return full
  throw invalid(
    `The query option '${given}' must be written '${full}': only beta knows it without the $`,
  )
}

function notHere(name: string): DomainError {
  return invalid(`The query option '${name}' is not supported here`)
}

function invalid(what: string): DomainError {
  return unread(`${what}.`)
}
