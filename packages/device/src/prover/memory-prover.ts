/** A TPM in memory: endorsement key and attestation key are ordinary keys of this process. */
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { algorithm, curveKind, curveNamed } from '../tpm/algorithms.ts'
import { activateCredential } from '../tpm/credential.ts'
import { type EccKey, nameOf, padded, type RsaKey } from '../tpm/public-area.ts'
import { attestationArea } from '../tpm/write-public-area.ts'
import type { Prover } from './prover.ts'

export type MemoryProverOptions = {
  /** The certificate (DER) of the key, where one is shown. */
  readonly ekCertificate?: Buffer
  /** Absent: a fresh one. Fleets share one, since it takes longer to make than a proof. */
  readonly attestationKey?: Buffer
}

export function memoryProver(
  endorsementKey: KeyObject,
  { ekCertificate, attestationKey = newAttestationKey() }: MemoryProverOptions = {},
): Prover {
  const key = keyParts(endorsementKey)
  const larger = key.kind === 'ecc' && curveKind(key.curve).crv === 'P-384'
  const ek = {
    nameAlg: larger ? 0x000c : algorithm.sha256,
    aesBits: larger ? 256 : 128,
    key,
    public: publicOf(endorsementKey),
    private: endorsementKey,
  }
  const name = nameOf(attestationKey)
  return {
    attestationKey,
    endorsementKey: ek,
    ekModulus: key.kind === 'rsa' ? key.modulus.toString('hex') : null,
    ekCertificate: ekCertificate ?? null,
    activate: async (credential) => activateCredential(ek, name, credential),
    cleared: async () => memoryProver(endorsementKey, ekCertificate ? { ekCertificate } : {}),
    close: async () => undefined,
  }
}

/** The public area of a fresh P-256 key; nobody signs with it here, only its Name counts. */
export function newAttestationKey(): Buffer {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  return attestationArea(keyParts(publicKey))
}

/** The numbers of an RSA or elliptic-curve key, private or public. */
export function keyParts(key: KeyObject): RsaKey | EccKey {
  const { n, e, crv, x = '', y = '' } = publicOf(key).export({ format: 'jwk' })
  const bytes = (text: string) => Buffer.from(text, 'base64url')
  if (n !== undefined && e === 'AQAB') return { kind: 'rsa', modulus: bytes(n), exponent: 65_537 }
  const curve = curveNamed(crv)
  if (curve === undefined) throw new TypeError('a prover needs an RSA or elliptic-curve key')
  const width = curveKind(curve).bytes
  return { kind: 'ecc', curve, x: padded(bytes(x), width), y: padded(bytes(y), width) }
}

const publicOf = (key: KeyObject): KeyObject =>
  key.type === 'private' ? createPublicKey(key) : key
