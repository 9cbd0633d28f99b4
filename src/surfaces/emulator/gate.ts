/**
 * Who may use the controls: programs on the same machine, without a token, as with any emulator; others with a
 * token that may write devices.
 *
 * Whether a caller is local is decided by the connection, never by a header, and a web page opened on this machine
 * does not count as a program: browsers send the page's origin, and only our own is admitted.
 */
import type { MiddlewareHandler } from 'hono'
import type { Access } from '../../core/access/decide.ts'
import { DomainError } from '../../core/errors.ts'
import { type Connection, clientCertificateOf } from '../http/connection.ts'
import type { VerifyBearer } from '../http/verify-bearer.ts'

export type EmulatorEnv = { Bindings: { readonly connection: Connection } }

export type GateDeps = {
  readonly verify: VerifyBearer
  readonly access: Pick<Access, 'hasWhole'>
  /** Such as `https://localhost:8443`. */
  readonly publicUrl: string
}

export function gate({ verify, access, publicUrl }: GateDeps): MiddlewareHandler<EmulatorEnv> {
  return async (c, next) => {
    const { headers } = c.req.raw
    if (isForeignPage(headers, publicUrl)) {
      throw new DomainError('not-permitted', 'Web pages of other origins may not use the emulator.')
    }
    if (!isLocal(c.env.connection, headers)) {
      const verdict = await verify(
        headers.get('authorization') ?? undefined,
        clientCertificateOf(c.req.raw),
      )
      if (!verdict.ok) {
        c.header('WWW-Authenticate', verdict.challenge)
        throw new DomainError(
          'not-authenticated',
          `From another machine the emulator needs an access token. ${verdict.message}`,
        )
      }
      if (!(await access.hasWhole(verdict.caller, 'devices.delete'))) {
        throw new DomainError(
          'not-permitted',
          'The emulator needs a token that may delete devices.',
        )
      }
    }
    await next()
  }
}

function isForeignPage(headers: Headers, publicUrl: string): boolean {
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  return (
    (origin !== null && origin !== publicUrl) ||
    (site !== null && site !== 'same-origin' && site !== 'none')
  )
}

/** Requests forwarded by a proxy come from this machine without originating here. */
function isLocal({ address }: Connection, headers: Headers): boolean {
  if (headers.has('forwarded') || headers.has('x-forwarded-for') || headers.has('via')) return false
  return address !== undefined && /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/i.test(address)
}
