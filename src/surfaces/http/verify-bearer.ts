/** What a surface asks of the identity provider: who sent this Authorization header? */
import type { Caller } from '../../core/access/caller.ts'

/**
 * Takes the Authorization header, absent = none was sent, and the certificate of the connection, DER. Throws only if the
 * database is unreachable.
 */
export type VerifyBearer = (
  authorization: string | undefined,
  certificate?: Uint8Array,
) => Promise<BearerVerdict>

export type BearerVerdict =
  | {
      readonly ok: true
      readonly caller: Caller
      /** SHA-256, base64url, of the certificate without which the token is refused; absent: anybody may bear it. */
      readonly boundTo?: string
    }
  | BearerRefusal

export type BearerRefusalReason =
  | 'missing'
  | 'malformed'
  | 'algorithm'
  | 'unknown-key'
  | 'signature'
  | 'expired'
  | 'not-yet-valid'
  | 'audience'
  | 'issuer'
  | 'tenant'
  | 'suspended'
  | 'application'
  | 'certificate'
  | 'claims'

/** Always answered with 401; `message` is for the client, `challenge` is the WWW-Authenticate header. */
export type BearerRefusal = {
  readonly ok: false
  readonly reason: BearerRefusalReason
  readonly message: string
  readonly challenge: string
}
