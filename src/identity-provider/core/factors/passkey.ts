/**
 * Passkeys: keys that a person's device or security key keeps, and that no imitation of our pages can use.
 *
 * The WebAuthn ceremonies themselves are a port (`PasskeyProtocol`); what counts as one of ours, whose it is and
 * what a counter that went back means is decided here.
 */
import { createHash } from 'node:crypto'
import type { Person } from '../../../core/directory/user.ts'
import type { TenantId } from '../../../core/ids.ts'

export type Passkey = {
  readonly tenantId: TenantId
  readonly personId: string
  /** Base64url; unique in the whole installation. */
  readonly credentialId: string
  /** COSE form. */
  readonly publicKey: Uint8Array
  readonly signCount: number
  /** The make of the authenticator, zeros where it does not say. */
  readonly aaguid: string
  readonly transports: readonly string[]
  /** Whether the key may be copied to the person's other devices; it never changes. */
  readonly backupEligible: boolean
  readonly backedUp: boolean
  /** What the person calls it. */
  readonly displayName: string
  readonly createdAt: Date
  /** Absent: never used since it was added. */
  readonly lastUsedAt?: Date
  /** Present: its counter went back, and nobody has looked into it yet. */
  readonly blockedAt?: Date
}

export type PasskeyUse = Pick<Passkey, 'signCount' | 'backedUp'>

export type Passkeys = {
  list(tenantId: TenantId, personId: string): Promise<readonly Passkey[]>
  /** Whosever in the tenant it is; absent for what is no credential id. */
  find(tenantId: TenantId, credentialId: string): Promise<Passkey | undefined>
  /** False: a credential of that id exists, somebody's, somewhere. */
  add(passkey: Passkey): Promise<boolean>
  /** False: the person has no such passkey. */
  remove(passkey: Pick<Passkey, 'tenantId' | 'personId' | 'credentialId'>): Promise<boolean>
  /** Remembers the use, in one conditional statement. False: the counter did not go forward. */
  use(passkey: Passkey, use: PasskeyUse): Promise<boolean>
  block(passkey: Passkey): Promise<void>
}

/** What an answer of a browser is checked against. */
export type Expected = {
  readonly origin: string
  readonly rpId: string
  /** Whether the authenticator must have asked for a PIN, a finger or a face. */
  readonly userVerified: boolean
  /** Uses up the challenge; false = it was not issued for this, or is used or too old. */
  readonly redeem: (challenge: string) => Promise<boolean>
}

export type NewCredential = Pick<
  Passkey,
  | 'credentialId'
  | 'publicKey'
  | 'signCount'
  | 'aaguid'
  | 'transports'
  | 'backupEligible'
  | 'backedUp'
>

export type Assertion = PasskeyUse & Pick<Passkey, 'backupEligible'>

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  /** `why` is for the log. */
  | { readonly ok: false; readonly why: string }

/** The WebAuthn ceremonies; `answer` is whatever a browser sent, parsed as JSON. */
export type PasskeyProtocol = {
  registration(answer: unknown, expected: Expected): Promise<Read<NewCredential>>
  assertion(
    answer: unknown,
    expected: Expected,
    key: Pick<Passkey, 'credentialId' | 'publicKey'>,
  ): Promise<Read<Assertion>>
}

/** The name under which authenticators file a person's keys; it tells nothing about the person. */
export function userHandle({ tenantId, id }: Pick<Person, 'tenantId' | 'id'>): string {
  return createHash('sha256').update(`passkey:${tenantId}:${id}`).digest('base64url')
}

/** The RFC 8176 name: a key that cannot leave its hardware, or one that can. */
export function methodOf({ backupEligible }: Pick<Passkey, 'backupEligible'>): 'hwk' | 'swk' {
  return backupEligible ? 'swk' : 'hwk'
}
