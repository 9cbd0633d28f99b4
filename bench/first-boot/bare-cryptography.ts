/** The cryptography of first boots that no server can leave out, alone: the floor that a proof is compared with. */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  sign,
} from 'node:crypto'
import type { Prover } from 'taxiway-device'
import { makeCredential } from 'taxiway-device/tpm/credential'
import { ekFromModulus } from 'taxiway-device/tpm/endorsement-key'

export type Machine = { readonly hardwareHash: string; readonly prover: Prover }

/**
 * What no server can leave out, with the functions that Node has for it: digests of hash and keys, two derived
 * secrets, the credential, the proof, the tokens by which the device is found, its record, session and signature.
 */
export function bareCryptography(fleet: readonly Machine[]): void {
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const secret = randomBytes(32)
  const profile = Buffer.alloc(1_000, 'x')
  const record = sealed(secret, Buffer.alloc(1_200, 'x'))
  const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
  for (const { hardwareHash, prover } of fleet) {
    const bytes = Buffer.from(hardwareHash, 'base64')
    const modulus = Buffer.from(prover.ekModulus ?? '', 'hex')
    const name = digest(prover.attestationKey)
    for (let request = 0; request < 2; request++) {
      // Its own digest, that of its key, and the whole.
      for (const part of [bytes, modulus, bytes]) digest(part)
      hkdfSync('sha256', secret, name, bytes.subarray(0, 64), 32)
    }
    makeCredential(ekFromModulus(modulus), Buffer.concat([Buffer.from([0, 11]), name]), secret)
    createHmac('sha256', secret).update(bytes.subarray(0, 128)).digest()
    for (let token = 0; token < tokensOfDevice; token++)
      createHmac('sha256', secret).update(bytes.subarray(0, 24)).digest()
    opened(secret, record)
    digest(randomBytes(48))
    digest(profile)
    sign('sha256', profile, { key, dsaEncoding: 'ieee-p1363' })
  }
}

/** As many as a complete hash gives. */
const tokensOfDevice = 7

type Sealed = { readonly nonce: Buffer; readonly tag: Buffer; readonly text: Buffer }

function sealed(key: Buffer, plain: Buffer): Sealed {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const text = Buffer.concat([cipher.update(plain), cipher.final()])
  return { nonce, text, tag: cipher.getAuthTag() }
}

function opened(key: Buffer, { nonce, tag, text }: Sealed): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
  decipher.setAuthTag(tag)
  return Buffer.concat([decipher.update(text), decipher.final()])
}

export function processorTime(work: () => void): number {
  const before = process.cpuUsage()
  work()
  return milliseconds(process.cpuUsage(before))
}

export const milliseconds = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1000
