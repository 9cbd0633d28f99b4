/** Why a bearer token was refused: a code for programs, and Microsoft Graph's words for people. */

import type { BearerRefusal, BearerRefusalReason } from '../../surfaces/http/verify-bearer.ts'

/** Microsoft Graph's words: the first captured from the real service, the others from public reports or inferred. */
const messages: Readonly<Record<BearerRefusalReason, string>> = {
  missing: 'Access token is empty.',
  malformed: 'CompactToken parsing failed with error code: 80049217',
  algorithm: 'Access token validation failure. Invalid signing algorithm.',
  'unknown-key': 'Signing key is invalid.',
  signature: 'Access token validation failure. Invalid signature.',
  expired: 'Lifetime validation failed, the token is expired.',
  'not-yet-valid': 'Access token has expired or is not yet valid.',
  audience: 'Access token validation failure. Invalid audience.',
  issuer: 'Access token validation failure. Invalid issuer.',
  tenant: 'Access token validation failure. The tenant of the token is not known here.',
  suspended: 'Access token validation failure. The operator has suspended the tenant of the token.',
  application: 'Access token validation failure. The application is disabled or no longer exists.',
  certificate:
    'Access token validation failure. The token is bound to a certificate that the connection does not show.',
  claims: 'Access token validation failure. A required claim is missing or invalid.',
}

/** RFC 6750 section 3: no error code when no token came, `invalid_token` otherwise. */
export function refusalFor(reason: BearerRefusalReason): BearerRefusal {
  const message = messages[reason]
  const detail =
    reason === 'missing' ? '' : ` error="invalid_token", error_description="${message}"`
  return { ok: false, reason, message, challenge: `Bearer${detail}` }
}
