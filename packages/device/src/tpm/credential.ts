/**
 * Credential protection of the TPM 2.0 Library, Part 1: MakeCredential wraps a secret so that only the TPM
 * with this endorsement key opens it, and only beside the key of that Name; ActivateCredential opens it.
 */
import {
  constants,
  createCipheriv,
  createDecipheriv,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { curveKind, hashKind } from './algorithms.ts'
import { Reader, sized } from './bytes.ts'
import { type EndorsementKey, publicKeyOf } from './endorsement-key.ts'
import { hmac } from './hmac.ts'
import { kdfa, kdfe } from './kdf.ts'
import { type EccKey, padded } from './public-area.ts'

/** The contents of TPM2B_ID_OBJECT and TPM2B_ENCRYPTED_SECRET, without their own lengths. */
export type Credential = { readonly idObject: Buffer; readonly encryptedSecret: Buffer }

/** `name` is of the key to be shown beside the endorsement key; `secret` at most as long as a digest. */
export function makeCredential(
  ek: EndorsementKey,
  name: Uint8Array,
  secret: Uint8Array,
): Credential {
  if (secret.length > hashKind(ek.nameAlg).bytes) throw new RangeError('the secret is too long')
  const { seed, encryptedSecret } = newSeed(ek)
  const { aesKey, macKey } = keysFrom(seed, ek, name)
  const cipher = createCipheriv(cipherOf(ek), aesKey, zeroBlock)
  const encIdentity = cipher.update(sized(secret))
  const integrity = mac(ek, macKey, [encIdentity, name])
  return { idObject: Buffer.concat([sized(integrity), encIdentity]), encryptedSecret }
}

/** What the TPM does; throws where the credential is for another key or another Name. */
export function activateCredential(
  ek: Omit<EndorsementKey, 'public'> & { readonly private: KeyObject },
  name: Uint8Array,
  { idObject, encryptedSecret }: Credential,
): Buffer {
  const seed = openSeed(ek, encryptedSecret)
  const { aesKey, macKey } = keysFrom(seed, ek, name)
  const reader = new Reader(idObject)
  const integrity = reader.sized()
  const encIdentity = reader.take(reader.left)
  const expected = mac(ek, macKey, [encIdentity, name])
  if (integrity.length !== expected.length || !timingSafeEqual(integrity, expected))
    throw new Error('the credential is for another TPM or another attestation key')
  const plain = new Reader(createDecipheriv(cipherOf(ek), aesKey, zeroBlock).update(encIdentity))
  return plain.sized()
}

type Sizes = Pick<EndorsementKey, 'nameAlg' | 'aesBits'>

const none = Buffer.alloc(0)
const zeroBlock = Buffer.alloc(16)
const cipherOf = ({ aesBits }: Sizes) => `aes-${aesBits}-cfb`

function keysFrom(seed: Uint8Array, { nameAlg, aesBits }: Sizes, name: Uint8Array) {
  const hash = nameAlg
  const macBits = hashKind(hash).bytes * 8
  return {
    aesKey: kdfa(seed, { hash, label: 'STORAGE', u: name, v: none, bits: aesBits }),
    macKey: kdfa(seed, { hash, label: 'INTEGRITY', u: none, v: none, bits: macBits }),
  }
}

function mac({ nameAlg }: Sizes, key: Uint8Array, parts: readonly Uint8Array[]): Buffer {
  return hmac(hashKind(nameAlg).name, key, parts)
}

/** The zero byte is part of the label. */
const identityLabel = 'IDENTITY\0'
const oaep = ({ nameAlg }: Sizes) => ({
  padding: constants.RSA_PKCS1_OAEP_PADDING,
  oaepHash: hashKind(nameAlg).name,
  oaepLabel: Buffer.from(identityLabel),
})

export type Seed = { readonly seed: Buffer; readonly encryptedSecret: Buffer }

function newSeed(ek: EndorsementKey): Seed {
  if (ek.key.kind === 'ecc') {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: curveKind(ek.key.curve).node })
    return eccSeed(ek, ek.key, privateKey)
  }
  const seed = randomBytes(hashKind(ek.nameAlg).bytes)
  return { seed, encryptedSecret: publicEncrypt({ key: ek.public, ...oaep(ek) }, seed) }
}

/** `ephemeral`: the private half of a key made for this one seed. */
export function eccSeed(ek: EndorsementKey, key: EccKey, ephemeral: KeyObject): Seed {
  const own = pointOf(ephemeral, key.curve)
  const z = diffieHellman({ privateKey: ephemeral, publicKey: ek.public })
  const seed = seedFrom(ek, z, { ephemeralX: own.x, keyX: key.x })
  return { seed, encryptedSecret: Buffer.concat([sized(own.x), sized(own.y)]) }
}

/** The seed that the other side wrapped for this key. */
export function openSeed(
  ek: Omit<EndorsementKey, 'public'> & { readonly private: KeyObject },
  encryptedSecret: Buffer,
): Buffer {
  const { key } = ek
  if (key.kind === 'rsa') return privateDecrypt({ key: ek.private, ...oaep(ek) }, encryptedSecret)
  const { bytes } = curveKind(key.curve)
  const reader = new Reader(encryptedSecret)
  const [x, y] = [padded(reader.sized(), bytes), padded(reader.sized(), bytes)]
  reader.end()
  const publicKey = publicKeyOf({ kind: 'ecc', curve: key.curve, x, y })
  const z = diffieHellman({ privateKey: ek.private, publicKey })
  return seedFrom(ek, z, { ephemeralX: x, keyX: key.x })
}

function seedFrom(
  { nameAlg }: Sizes,
  z: Uint8Array,
  { ephemeralX, keyX }: { ephemeralX: Uint8Array; keyX: Uint8Array },
): Buffer {
  const bits = hashKind(nameAlg).bytes * 8
  return kdfe(z, { hash: nameAlg, label: 'IDENTITY', u: ephemeralX, v: keyX, bits })
}

function pointOf(key: KeyObject, curve: number): { x: Buffer; y: Buffer } {
  const { bytes } = curveKind(curve)
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  const coordinate = (text: string) => padded(Buffer.from(text, 'base64url'), bytes)
  return { x: coordinate(x), y: coordinate(y) }
}
