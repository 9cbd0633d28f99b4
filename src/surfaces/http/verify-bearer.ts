/** What a surface asks of the identity provider: who sent this Authorization header? */
import type { Caller } from '../../core/access/caller.ts'

/** Takes the Authorization header; absent = none was sent. Throws only if the database is unreachable. */
export type VerifyBearer = (authorization: string | undefined) => Promise<BearerVerdict>

export type BearerVerdict = { readonly ok: true; readonly caller: Caller } | BearerRefusal

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
  | 'claims'

/** Always answered with 401; `message` is for the client, `challenge` is the WWW-Authenticate header. */
export type BearerRefusal = {
  readonly ok: false
  readonly reason: BearerRefusalReason
  readonly message: string
  readonly challenge: string
}
