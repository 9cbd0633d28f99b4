/**
 * What an application's access token says. The names are Entra's: clients decode the token and read
 * `tid`, `appid`, `roles` and `app_displayname` from it (R20), although to them it should be opaque.
 */
import { randomBytes } from 'node:crypto'
import type { Application } from '../../core/access/application.ts'

/** Seconds until an access token expires; Entra's default for applications is an hour less a second. */
export const accessTokenLifetime = 3599

export type TokenSubject = Pick<
  Application,
  'tenantId' | 'id' | 'objectId' | 'displayName' | 'roles'
>

type Place = { readonly issuer: string; readonly audience: string; readonly now: Date }

export function accessTokenClaims(subject: TokenSubject, { issuer, audience, now }: Place) {
  const issuedAt = Math.floor(now.getTime() / 1000)
  return {
    aud: audience,
    iss: issuer,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + accessTokenLifetime,
    app_displayname: subject.displayName,
    appid: subject.id,
    azp: subject.id,
    // How the client proved itself: 1 = by a secret.
    azpacr: '1',
    idtyp: 'app',
    oid: subject.objectId,
    roles: subject.roles,
    sub: subject.objectId,
    tid: subject.tenantId,
    uti: randomBytes(16).toString('base64url'),
    ver: '2.0',
  }
}
