/**
 * The query options of a request, read in one place. Beta accepts them without `$` too, v1.0 only with it
 * [documented: Graph query parameters]; unknown options are refused, because a dropped filter would return
 * everything.
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

/** Options that a handler has read. */
const read = new WeakSet<URLSearchParams>()

/** Every given option; throws for a name that is unknown in this version, or given twice. */
export function givenOptions(given: URLSearchParams, version: 'v1.0' | 'beta'): Options {
  const options = new Map<string, string>()
  for (const [spelled, value] of given) {
    const name = optionNamed(spelled, version)
    if (options.has(name)) throw invalid(`The query option '${spelled}' is given more than once`)
    if (name === '$format') refuseOtherFormats(value)
    options.set(name, value)
  }
  return options
}

/** Every answer is JSON. [documented: $format "returns the results in the specified media format"] */
function refuseOtherFormats(format: string): void {
  if (/^\s*(json|application\/json\s*(;.*)?)$/i.test(format)) return
  throw invalid(`Invalid $format: '${format}'. Answers are JSON`)
}

/** Those of `allowed`; throws for any other. Whether the `$` may be omitted was checked when the request came in. */
export function queryOptions(given: URLSearchParams, allowed: readonly string[]): Options {
  read.add(given)
  const options = givenOptions(given, 'beta')
  for (const name of options.keys()) {
    if (!allowed.includes(name)) throw notHere(name)
  }
  return options
}

/** Throws if options were not read by any handler: they would have been ignored. */
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
