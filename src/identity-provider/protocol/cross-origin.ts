/**
 * Which other origins may read the answers: those where a single-page application was registered, and no other.
 *
 * Entra does the same: the redirect URIs of such an application are its configuration for browsers. What is
 * public anyway, keys and metadata, anybody may read. [documented: redirect URIs of single-page apps]
 */
import type { Application } from '../../core/applications/application.ts'
import { Refused } from '../oidc/faults/fault.ts'
import { foreignOrigin } from '../oidc/faults/sign-in-faults.ts'

export function readableByAll(answer: Response): Response {
  answer.headers.set('access-control-allow-origin', '*')
  return answer
}

/** Throws Refused where a browser asks for tokens from an origin that is not the application's. */
export function checkOrigin(
  origin: string | undefined,
  own: string,
  { signIn }: Pick<Application, 'signIn'>,
): void {
  if (origin === undefined || origin === own) return
  const isRegistered =
    signIn.kind === 'spa' && signIn.redirectUris.some((uri) => URL.parse(uri)?.origin === origin)
  if (!isRegistered) throw new Refused(foreignOrigin)
}

/** Lets the page at `origin` read the answer, which was checked to be its own. */
export function readableBy(response: Response, origin: string | undefined): Response {
  if (origin === undefined) return response
  const headers = new Headers(response.headers)
  headers.set('access-control-allow-origin', origin)
  headers.append('vary', 'Origin')
  return new Response(response.body, { status: response.status, headers })
}
