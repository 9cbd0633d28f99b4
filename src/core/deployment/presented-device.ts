/**
 * What a device presents before it has proved anything: a hash, an attestation key, perhaps a certificate. Judged
 * without any look-up, so that known and unknown devices cost the same and get the same answer.
 */
import { createHash, X509Certificate } from 'node:crypto'
import { checkAttestationKey } from 'taxiway-device/tpm/attestation-key'
import {
  type EndorsementKey,
  ekFromCertificate,
  ekFromModulus,
} from 'taxiway-device/tpm/endorsement-key'
import { type DecodedHash, decodeHardwareHash, isUsableHash } from 'taxiway-hardware-hash'
import { DeploymentRefusal } from './refusal.ts'

const modulusRecord = 25

export type Presentation = {
  /** Base64, as Microsoft's tool prints it. */
  readonly hardwareHash: string
  /** TPMT_PUBLIC; absent if nothing is to be proved. */
  readonly attestationKey?: Uint8Array | undefined
  /** DER. */
  readonly ekCertificate?: Uint8Array | undefined
}

export type PresentedDevice = {
  readonly hash: DecodedHash
  /** SHA-256 of the 3,000 bytes. */
  readonly hashDigest: Buffer
  /** Null: neither the hash nor a certificate shows an endorsement key. */
  readonly ek: PresentedKey | null
  /** Whether the hash itself holds the key. */
  readonly hasModulus: boolean
  /** Null where no attestation key was presented. */
  readonly akName: Buffer | null
  readonly certificate: X509Certificate | null
}

export type PresentedKey = {
  readonly key: EndorsementKey
  /** Lower-case hex: of an RSA key in the form that device records use, otherwise of the key as SPKI. */
  readonly digest: string
}

/** Throws a DeploymentRefusal for anything that cannot be valid. */
export function presentedDevice(presentation: Presentation): PresentedDevice {
  const { hash, modulus } = readHash(presentation.hardwareHash)
  const akName = readAttestationKey(presentation.attestationKey)
  const certified = readCertificate(presentation.ekCertificate)
  const ek = modulus === null ? certified.ek : presentedKey(ekFromModulus(modulus))
  if (modulus !== null && certified.ek !== null && certified.ek.digest !== ek?.digest)
    throw new DeploymentRefusal(
      'certificate-invalid',
      'ekCertificate is for another key than the one in the hardware hash.',
    )
  refuseForeignDigest(hash, ek)
  const hashDigest = createHash('sha256').update(hash.bytes).digest()
  const { certificate } = certified
  return { hash, hashDigest, ek, hasModulus: modulus !== null, akName, certificate }
}

function readHash(text: string): { hash: DecodedHash; modulus: Uint8Array | null } {
  const hash = decodeHardwareHash(text)
  if (!hash.ok) throw invalidHash(hash.message, hash.fault, hash.offset)
  if (!isUsableHash(hash)) throw invalidHash('The digest does not fit the records.', 'digest', 0)
  const keys = hash.records.filter(({ type }) => type === modulusRecord)
  const [first, second] = keys
  if (second !== undefined)
    throw invalidHash('The hash holds two endorsement keys.', 'two-endorsement-keys', second.offset)
  if (first === undefined) return { hash, modulus: null }
  if (first.payload.length !== 256)
    throw invalidHash(
      'The endorsement key must have 2048 bits.',
      'endorsement-key-size',
      first.offset,
    )
  if (hash.tpm?.ekDigestMatches === false)
    throw invalidHash('Record 11 is not the digest of the key.', 'ek-digest', first.offset)
  return { hash, modulus: first.payload }
}

/** A hash that contains only the digest of its key names an RSA key all the same. */
function refuseForeignDigest(hash: DecodedHash, ek: PresentedKey | null): void {
  const stated = hash.tpm?.ekDigest ?? null
  if (ek === null || stated === null || ek.key.key.kind !== 'rsa' || stated === ek.digest) return
  throw invalidHash('Record 11 is not the digest of the certified key.', 'ek-digest', 0)
}

function readAttestationKey(area: Uint8Array | undefined): Buffer | null {
  if (area === undefined) return null
  const checked = checkAttestationKey(area)
  if (checked.ok) return checked.name
  throw new DeploymentRefusal(
    'attestation-key-invalid',
    `attestationKey is not an attestation key: ${checked.fault}.`,
    { fault: checked.fault },
  )
}

function readCertificate(der: Uint8Array | undefined): {
  certificate: X509Certificate | null
  ek: PresentedKey | null
} {
  if (der === undefined) return { certificate: null, ek: null }
  try {
    const certificate = new X509Certificate(der)
    return { certificate, ek: presentedKey(ekFromCertificate(certificate)) }
  } catch {
    throw new DeploymentRefusal(
      'certificate-invalid',
      'ekCertificate is not a certificate of an RSA-2048, P-256 or P-384 key.',
    )
  }
}

function presentedKey(key: EndorsementKey): PresentedKey {
  const bytes =
    key.key.kind === 'rsa' ? key.key.modulus : key.public.export({ type: 'spki', format: 'der' })
  return { key, digest: createHash('sha256').update(bytes).digest('hex') }
}

function invalidHash(message: string, fault: string, offset: number): DeploymentRefusal {
  return new DeploymentRefusal('hash-invalid', `hardwareHash: ${message}`, { fault, offset })
}
