/** Partner Center's paths: any case, repeated slashes, under two roots. All become the one that routes know. */
import { pathOf } from '../http/path-of.ts'

/** Percent signs stay: parameters are decoded one by one, so a slash in a batch id ends no segment. */
export function partnerCenterPath(request: Request): string {
  const path = pathOf(request)
    .toLowerCase()
    .replace(/\/{2,}/g, '/')
    .replace(/^(\/partnercenter)?\/v1(?=\/|$)/, '')
  return path.length > 1 ? path.replace(/\/$/, '') : path
}
