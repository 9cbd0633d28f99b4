import { pathOf } from '../http/path-of.ts'

/**
 * Graph's paths come in many spellings (clients.md R6): any case, a slash at the end, keys as segments or
 * in parentheses, alternate keys with their name, actions with or without `microsoft.graph.`. All become one, and routes know only that.
 */
export function graphPath(request: Request): string {
  return canonicalPath(pathOf(request))
}

export function canonicalPath(pathname: string): string {
  const path = decode(pathname)
    .toLowerCase()
    .replace(/\(\s*(deviceid|appid)\s*=\s*'([^']*)'\s*\)/g, (_, name, key) => `/${name}=${key}`)
    .replace(/\(\s*(?:'([^']*)'|([^()']+))\s*\)/g, (_, quoted, bare) => `/${quoted ?? bare}`)
    .replace(/\/microsoft\.graph\./g, '/')
    .replace(/\/{2,}/g, '/')
  return path.length > 1 ? path.replace(/\/$/, '') : path
}

/** A stray percent sign is left as it is: such a path names nothing, and that is answered as not found. */
function decode(pathname: string): string {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return pathname
  }
}
