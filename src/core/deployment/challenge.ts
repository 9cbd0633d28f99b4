/**
 * The challenge: a secret that only the TPM of the presented hash can decrypt, derived from everything it depends
 * on. So nothing has to be stored until it is answered: another hash, key, time or id gives another secret.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { sized, u32 } from 'taxiway-device/tpm/bytes'
import { makeCredential } from 'taxiway-device/tpm/credential'
import { hkdf32, hmac } from 'taxiway-device/tpm/hmac'
import type { PresentedDevice } from './presented-device.ts'
import { DeploymentRefusal } from './refusal.ts'

export const challengeSeconds = 120
const version = 1
const tokenBytes = 25
const proofBytes = 32

/** The server's secrets, shared by all servers of a database: today's, and the one before. */
export type ChallengeKeys = readonly [today: Buffer, ...before: readonly Buffer[]]

export type Challenge = {
  readonly token: Buffer
  /** TPM2B_ID_OBJECT and TPM2B_ENCRYPTED_SECRET, with their lengths. */
  readonly credentialBlob: Buffer
  readonly encryptedSecret: Buffer
}

/** Queries no table, and costs the same for every well-formed hash. */
export function challengeFor(
  device: PresentedDevice,
  { keys, now }: { keys: ChallengeKeys; now: Date },
): Challenge {
  const { ek, akName } = provable(device)
  const token = Buffer.alloc(tokenBytes)
  token.writeUInt8(version)
  token.writeBigUInt64BE(BigInt(Math.floor(now.getTime() / 1000) + challengeSeconds), 1)
  randomBytes(16).copy(token, 9)
  const secret = secretOf(keys[0], token, device)
  const { idObject, encryptedSecret } = makeCredential(ek.key, akName, secret)
  return { token, credentialBlob: sized(idObject), encryptedSecret: sized(encryptedSecret) }
}

export type Answer = {
  readonly token: Uint8Array
  readonly proof: Uint8Array
  /** The origin that the device must have contacted. */
  readonly origin: string
}

/** Throws unless the answer is right and in time; storage decides whether it was used before. */
export function checkAnswer(
  device: PresentedDevice,
  answer: Answer,
  { keys, now }: { keys: ChallengeKeys; now: Date },
): void {
  const token = Buffer.from(answer.token)
  if (token.length !== tokenBytes || token[0] !== version) throw proofFailed()
  const expires = Number(token.readBigUInt64BE(1))
  const seconds = Math.floor(now.getTime() / 1000)
  if (expires > seconds + challengeSeconds) throw proofFailed()
  if (expires <= seconds)
    throw new DeploymentRefusal('challenge-expired', 'The challenge has expired.', {
      serverTime: now.toISOString(),
    })
  const right = keys.some((key) => {
    const secret = secretOf(key, token, device)
    return isEqual(answer.proof, proofOf(secret, { ...answer, token }, device))
  })
  if (!right) throw proofFailed()
}

/** What the device proves: that it knows the secret, for this server and this request. */
export function proofOf(
  secret: Uint8Array,
  { token, origin }: Pick<Answer, 'token' | 'origin'>,
  device: Pick<PresentedDevice, 'hashDigest' | 'akName'>,
): Buffer {
  const { hashDigest, akName } = device
  const spoken = Buffer.from(origin)
  const head = [Buffer.from('taxiway ztd v1 proof\0'), u32(spoken.length), spoken]
  return hmac('sha256', secret, [...head, token, hashDigest, akName ?? Buffer.alloc(0)])
}

/** One answer for a wrong and a used proof, so that they cannot be told apart. */
export function proofFailed(): DeploymentRefusal {
  return new DeploymentRefusal('proof-failed', 'The proof is wrong or was used before.')
}

function secretOf(key: Uint8Array, token: Uint8Array, device: PresentedDevice): Buffer {
  const { ek, akName } = provable(device)
  const info = [Buffer.from('taxiway ztd v1\0'), device.hashDigest, akName]
  // A key that only a certificate shows is not in the hash, so it must be bound separately.
  if (!device.hasModulus) info.push(Buffer.from(ek.digest, 'hex'))
  return hkdf32(key, token, Buffer.concat(info))
}

function provable({ ek, akName }: PresentedDevice) {
  if (akName === null) throw new DeploymentRefusal('request-invalid', 'attestationKey is missing.')
  if (ek === null)
    throw new DeploymentRefusal(
      'tpm-required',
      'The hardware hash shows no TPM key, and no ekCertificate came with it.',
    )
  return { ek, akName }
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === proofBytes && timingSafeEqual(a, b)
}
