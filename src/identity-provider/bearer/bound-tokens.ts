/** Tokens that are worthless without the certificate by which their program proved itself (RFC 8705 section 3). */
import { createHash } from 'node:crypto'
import type { JWTPayload } from 'jose'
import type { BearerVerdict, VerifyBearer } from '../../surfaces/http/verify-bearer.ts'
import { refusalFor } from './bearer-refusal.ts'

/** As a token names it; undefined: it is bound to none. */
export function boundCertificateOf({ cnf }: JWTPayload): string | undefined {
  const thumbprint = (cnf as { readonly 'x5t#S256'?: unknown } | undefined)?.['x5t#S256']
  return typeof thumbprint === 'string' ? thumbprint : undefined
}

/** A remembered verdict is about the token alone; the connection is looked at each time. */
export function withBoundTokens(
  verify: (authorization: string | undefined) => Promise<BearerVerdict>,
): VerifyBearer {
  return async (authorization, certificate) => {
    const verdict = await verify(authorization)
    if (!verdict.ok || verdict.boundTo === undefined) return verdict
    const shown = certificate && createHash('sha256').update(certificate).digest('base64url')
    return shown === verdict.boundTo ? verdict : refusalFor('certificate')
  }
}
