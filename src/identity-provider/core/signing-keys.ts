/**
 * The keys that sign tokens: one is active, every published one is accepted.
 *
 * All tenants and all servers on one database share them, as Entra's tenants do: the issuer in a token
 * says which tenant spoke, so a key per tenant would add work and no safety.
 */
import { generateKeyPair, type KeyObject } from 'node:crypto'
import { keyThumbprint } from '../../core/applications/public-key.ts'

/** An RSA public key as JSON Web Key (RFC 7517). */
export type PublicSigningKey = {
  readonly kty: 'RSA'
  readonly use: 'sig'
  readonly alg: 'RS256'
  /** The RFC 7638 thumbprint, so the same key has the same id everywhere. */
  readonly kid: string
  readonly n: string
  readonly e: string
}

export type SigningKey = PublicSigningKey & {
  readonly d: string
  readonly p: string
  readonly q: string
  readonly dp: string
  readonly dq: string
  readonly qi: string
}

/** `published` includes the active key. */
export type KeySet = {
  readonly active: SigningKey
  readonly published: readonly PublicSigningKey[]
}

/** Storage's part. */
export type SigningKeys = {
  /** The first caller on an empty database creates the active key; racing callers get the same one. */
  load(): Promise<KeySet>
  /** Publishes a new key that will sign later; if one is already waiting, nothing changes. */
  addNext(key: SigningKey): Promise<void>
  /** Activates the waiting key if it has been published for `seconds`; returns whether it did. */
  activateNext(seconds: number): Promise<boolean>
  /** Whether the active key is older than `seconds`. */
  isActiveFor(seconds: number): Promise<boolean>
  /** Withdraws keys that stopped signing `seconds` ago. */
  withdrawRetired(seconds: number): Promise<void>
}

/** Servers and clients know a new key by then (key-ring.ts rereads after two seconds). Seconds. */
const publishedBefore = 300

/** The maximum lifetime of anything signed, with a margin for clocks. Seconds. */
const publishedAfter = 2 * 3600

/**
 * Publishes a new signing key, which `advanceSigningKeys` activates minutes later. `leaked` is for a compromised
 * key: the new one signs at once, and nothing signed by the old ones is accepted.
 */
export async function rotateSigningKey(keys: SigningKeys, leaked = false): Promise<void> {
  await keys.load()
  await keys.addNext(await newSigningKey())
  if (!leaked) return
  await keys.activateNext(0)
  await keys.withdrawRetired(0)
}

/** How long a key signs. Seconds. */
const signsFor = 365 * 24 * 3600

/** Advances signing keys with time; called now and then, by any number of servers. */
export async function advanceSigningKeys(keys: SigningKeys): Promise<void> {
  if (await keys.isActiveFor(signsFor)) await rotateSigningKey(keys)
  await keys.activateNext(publishedBefore)
  await keys.withdrawRetired(publishedAfter)
}

/** A fresh RSA key of 2048 bits, the size Entra uses. */
export async function newSigningKey(): Promise<SigningKey> {
  const privateKey = await new Promise<KeyObject>((resolve, reject) => {
    generateKeyPair('rsa', { modulusLength: 2048 }, (error, _publicKey, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })
  const { n, e, d, p, q, dp, dq, qi } = privateKey.export({ format: 'jwk' }) as Record<
    string,
    string
  >
  if (!n || !e || !d || !p || !q || !dp || !dq || !qi) throw new Error('an RSA key lacks a member')
  return {
    kty: 'RSA',
    use: 'sig',
    alg: 'RS256',
    kid: keyThumbprint({ n, e }),
    n,
    e,
    d,
    p,
    q,
    dp,
    dq,
    qi,
  }
}

/** The key without its private members. */
export function publicPart({ kty, use, alg, kid, n, e }: SigningKey): PublicSigningKey {
  return { kty, use, alg, kid, n, e }
}
