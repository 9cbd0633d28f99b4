/**
 * Headers that every answer carries, whoever made it. A surface that needs another rule for its pages has
 * set its own by the time an answer comes here, and keeps it.
 */

/** Answers of programs' interfaces: nothing in them is ever to be shown, framed or kept. */
const always: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
}

const year = 365 * 24 * 3600

/** For an installation at `publicUrl`. */
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
    return response
  }
}

/** A browser would hold the promise against every other program at `localhost` too; addresses cannot promise. */
function isName(hostname: string): boolean {
  return hostname !== 'localhost' && !hostname.startsWith('[') && !/^[\d.]+$/.test(hostname)
}
