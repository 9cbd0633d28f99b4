/**
 * Passkeys: keys kept by a person's device or security key, which no imitation of our pages can use.
 *
 * The WebAuthn ceremonies themselves are a port (`PasskeyProtocol`); this file decides which passkeys are accepted,
 * whose they are, and what it means if a counter went back.
 */
import { createHash } from 'node:crypto'
import type { Person } from '../../../../core/directory/user.ts'
import type { TenantId } from '../../../../core/ids.ts'

export type Passkey = {
  readonly tenantId: TenantId
  readonly personId: string
  /** Base64url; unique in the whole installation. */
  readonly credentialId: string
  /** COSE form. */
  readonly publicKey: Uint8Array
  readonly signCount: number
  /** The authenticator's model, zeros if it does not say. */
  readonly aaguid: string
  readonly transports: readonly string[]
  /** Whether the key may be synchronised to the person's other devices; it never changes. */
  readonly backupEligible: boolean
  readonly backedUp: boolean
  /** The name that the person gave it. */
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
  /** Its owner in the tenant; absent if the text is not a credential id. */
  find(tenantId: TenantId, credentialId: string): Promise<Passkey | undefined>
  /** False: a credential with that id already exists somewhere in the installation. */
  add(passkey: Passkey): Promise<boolean>
  /** False: the person has no such passkey. */
  remove(passkey: Pick<Passkey, 'tenantId' | 'personId' | 'credentialId'>): Promise<boolean>
  /** Records the use, in one conditional statement. False: the counter did not increase. */
  use(passkey: Passkey, use: PasskeyUse): Promise<boolean>
  block(passkey: Passkey): Promise<void>
}

/** What a browser's response is verified against. */
export type Expected = {
  readonly origin: string
  readonly rpId: string
  /** Whether the authenticator must have verified the user by PIN, fingerprint or face. */
  readonly userVerified: boolean
  /** Uses up the challenge; false = it was not issued for this, or is used or expired. */
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

/** The name under which authenticators file a person's keys; it reveals nothing about the person. */
export function userHandle({ tenantId, id }: Pick<Person, 'tenantId' | 'id'>): string {
  return createHash('sha256').update(`passkey:${tenantId}:${id}`).digest('base64url')
}

/** The RFC 8176 name: a key bound to its hardware, or one that can be copied. */
export function methodOf({ backupEligible }: Pick<Passkey, 'backupEligible'>): 'hwk' | 'swk' {
  return backupEligible ? 'swk' : 'hwk'
}
