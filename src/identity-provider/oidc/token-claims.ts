/**
 * What tokens say. The names are Entra's: clients decode the token and read `tid`, `appid`, `roles`, `scp`,
 * `upn` and `app_displayname` from it, although to them it should be opaque.
 */
import { randomBytes } from 'node:crypto'
import type { Application } from '../../core/applications/application.ts'
import type { Person } from '../../core/directory/user.ts'
import { clockAheadClaim } from '../bearer/bearer-caller.ts'

/** Seconds until an access token expires; Entra's default for applications is an hour less a second. */
export const accessTokenLifetime = 3599

/** How the client proved itself: not at all, by a secret, by a certificate. */
export type ClientProof = '0' | '1' | '2'

export type Place = {
  readonly issuer: string
  readonly audience: string
  readonly now: Date
  readonly proof: ClientProof
  /** SHA-256, base64url, of the certificate that the token is bound to. */
  readonly bound?: string | undefined
}

type TokenSubject = Pick<Application, 'tenantId' | 'id' | 'objectId' | 'displayName' | 'roles'>

export function accessTokenClaims(subject: TokenSubject, place: Place) {
  return {
    ...frame(subject, place),
    idtyp: 'app',
    oid: subject.objectId,
    roles: subject.roles,
    sub: subject.objectId,
    ...ending(subject),
  }
}

/** A sign-in as a token describes it. */
export type SignedIn = {
  readonly person: Person
  readonly scope: string
  /** RFC 8176 names. */
  readonly amr: readonly string[]
  /** Seconds since 1970. */
  readonly authTime: number
}

export function delegatedTokenClaims(
  application: TokenSubject,
  { person, scope, amr, authTime }: SignedIn,
  place: Place,
) {
  return {
    ...frame(application, place),
    amr,
    auth_time: authTime,
    ...aheadOfRealTime(place.now),
    name: person.displayName,
    oid: person.id,
    scp: scope,
    sub: person.id,
    unique_name: person.userPrincipalName,
    upn: person.userPrincipalName,
    ...ending(application),
  }
}

/**
 * Sign-ins use real time, freshness uses business time: where an emulator's clock was moved, the token says
 * by how many seconds.
 */
function aheadOfRealTime(now: Date): { readonly [clockAheadClaim]?: number } {
  const seconds = Math.round((now.getTime() - Date.now()) / 1000)
  return seconds === 0 ? {} : { [clockAheadClaim]: seconds }
}

/** What the ID token says of a person beyond the protocol's own claims. */
export function idTokenClaims(person: Person) {
  return {
    sub: person.id,
    oid: person.id,
    tid: person.tenantId,
    name: person.displayName,
    preferred_username: person.userPrincipalName,
    upn: person.userPrincipalName,
    uti: randomBytes(16).toString('base64url'),
    ver: '2.0',
  }
}

function frame(application: TokenSubject, { issuer, audience, now, proof, bound }: Place) {
  const issuedAt = Math.floor(now.getTime() / 1000)
  return {
    aud: audience,
    iss: issuer,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + accessTokenLifetime,
    app_displayname: application.displayName,
    appid: application.id,
    azp: application.id,
    azpacr: proof,
    ...(bound !== undefined && { cnf: { 'x5t#S256': bound } }),
  }
}

function ending({ tenantId }: TokenSubject) {
  return { tid: tenantId, uti: randomBytes(16).toString('base64url'), ver: '2.0' }
}
