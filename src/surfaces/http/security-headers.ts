/**
 * Headers of every answer, whichever surface made it. A surface that needs other rules for its pages has already
 * set its own, which are kept.
 */

import { toResponse } from './json-answer.ts'

/** For API answers: nothing in them may be displayed, framed or cached. */
const always: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
}

const year = 365 * 24 * 3600

/** For an installation at `publicUrl`. With them an answer is complete. */
export function securityHeaders(publicUrl: string): (response: Response) => Response {
  const { hostname } = new URL(publicUrl)
  const headers = Object.entries({
    ...always,
    ...(isName(hostname) && { 'strict-transport-security': `max-age=${year}; includeSubDomains` }),
  })

  return (response) => {
    for (const [name, value] of headers) {
      if (!response.headers.has(name)) response.headers.set(name, value)
    }
    return toResponse(response)
  }
}

/** On `localhost` a browser would apply HSTS to every other program there too; IP addresses cannot have it. */
function isName(hostname: string): boolean {
  return hostname !== 'localhost' && !hostname.startsWith('[') && !/^[\d.]+$/.test(hostname)
}
