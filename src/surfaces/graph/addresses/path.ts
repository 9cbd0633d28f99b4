import { fold } from '../../../core/query-match.ts'
import { pathOf } from '../../http/path-of.ts'

/**
 * Graph's paths have many spellings: any case, a trailing slash, keys as segments or in
 * parentheses, named alternate keys, actions with or without `microsoft.graph.`. All become one, which is the only
 * one that routes know.
 */
export function graphPath(request: Request): string {
  return canonicalPath(pathOf(request))
}

/** Written as routes know it, but for its case: as most are. */
const canonical = /^(?:\/(?!(?:microsoft\.)?graph\.)[\w.$~-]+)+$/i
/** A type or an action by its full name, or by the schema's alias; not the name of a person that begins so. */
const qualified = /\/(?:microsoft\.)?graph\.(?=[a-z]+(?:\/|$))/g

export function canonicalPath(pathname: string): string {
  if (canonical.test(pathname)) return pathname.toLowerCase()
  // Names of people may be in it, which are found as the database folds them.
  const path = fold(decode(pathname))
    .replace(/\(\s*(deviceid|appid)\s*=\s*'([^']*)'\s*\)/g, (_, name, key) => `/${name}=${key}`)
    .replace(/\(\s*\)/g, '')
    .replace(/\(\s*id\s*=/g, '(')
    .replace(
      /\(\s*(?:'([^']*)'|([^()']+))\s*\)/g,
      (_, quoted, bare) => `/${quoted === '' ? "''" : (quoted ?? bare)}`,
    )
    .replace(qualified, '/')
    .replace(/\/{2,}/g, '/')
  return path.length > 1 ? path.replace(/\/$/, '') : path
}

/** A stray percent sign is left alone: such a path matches nothing and is answered as not found. */
function decode(pathname: string): string {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return pathname
  }
}
