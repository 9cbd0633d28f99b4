/** The wire of `/ztd/v1`, from the device's side: challenge, proof, profile, progress. */
import { createHash, createHmac } from 'node:crypto'
import type { Prover } from '../prover/prover.ts'
import { Reader, u32 } from '../tpm/bytes.ts'
import type { Credential } from '../tpm/credential.ts'
import { nameOf } from '../tpm/public-area.ts'
import { type Problem, post, problemOf, type Service } from './service.ts'

export type ProfileAnswer = {
  readonly result: 'profile'
  readonly registrationId: string
  readonly profile: Readonly<Record<string, unknown>>
  readonly signature: string
  readonly etag: string
  readonly session: { readonly token: string; readonly expiresIn: number }
  readonly enrollment?: { readonly discoveryUrl: string; readonly token: string }
  /** An HRESULT: the device may not enroll before an administrator allows it. */
  readonly blocked?: string
  readonly askAgainIn: number
}

export type NoneAnswer = {
  readonly result: 'none'
  readonly code?: number
  readonly name?: string
  readonly blankProfile?: Readonly<Record<string, unknown>>
  readonly askAgainIn?: number
}

export type Answer = ProfileAnswer | NoneAnswer | Problem

export type Challenge = { readonly token: Buffer; readonly credential: Credential }

/** Challenge, proof and answer in one. Rejects where the TPM cannot open the challenge. */
export async function askForProfile(
  service: Service,
  hardwareHash: string,
  prover: Prover,
): Promise<Answer> {
  const challenge = await askForChallenge(service, hardwareHash, prover)
  if ('result' in challenge) return challenge
  const proof = await proofFor(service, challenge, { hardwareHash, prover })
  return await redeemChallenge(service, { hardwareHash, prover, challenge, proof })
}

export async function askForChallenge(
  service: Service,
  hardwareHash: string,
  prover: Prover,
): Promise<Challenge | Problem> {
  const response = await post(service, 'challenge', presented(hardwareHash, prover))
  if (!response.ok) return await problemOf(response)
  const body = (await response.json()) as Readonly<Record<string, string>>
  const bytes = (name: string) => Buffer.from(body[name] ?? '', 'base64')
  return {
    token: Buffer.from(body['challenge'] ?? '', 'base64url'),
    credential: {
      idObject: new Reader(bytes('credentialBlob')).sized(),
      encryptedSecret: new Reader(bytes('encryptedSecret')).sized(),
    },
  }
}

/** What shows that the secret in the challenge was read, bound to this service and to what is asked. */
export async function proofFor(
  { origin }: Pick<Service, 'origin'>,
  { token, credential }: Challenge,
  { hardwareHash, prover }: { hardwareHash: string; prover: Prover },
): Promise<Buffer> {
  const secret = await prover.activate(credential)
  const hash = createHash('sha256').update(Buffer.from(hardwareHash, 'base64')).digest()
  const spoken = Buffer.from(origin)
  const head = [Buffer.from('taxiway ztd v1 proof\0'), u32(spoken.length), spoken]
  const whole = Buffer.concat([...head, token, hash, nameOf(prover.attestationKey)])
  return createHmac('sha256', secret).update(whole).digest()
}

export type Redemption = {
  readonly hardwareHash: string
  readonly prover: Prover
  readonly challenge: Pick<Challenge, 'token'>
  readonly proof: Uint8Array
}

export async function redeemChallenge(
  service: Service,
  { hardwareHash, prover, challenge, proof }: Redemption,
): Promise<Answer> {
  const response = await post(service, 'profile', {
    ...presented(hardwareHash, prover),
    challenge: challenge.token.toString('base64url'),
    proof: Buffer.from(proof).toString('base64'),
  })
  return response.ok ? ((await response.json()) as Answer) : await problemOf(response)
}

export type ClaimAnswer =
  | { readonly result: 'unregistered' | 'own' | 'held' }
  /** With a token that only looks. */
  | { readonly result: 'free' | 'own' | 'locked'; readonly checkedDateTime: string }
  | { readonly result: 'disputed'; readonly disputeId: string; readonly dueDateTime: string }

/** Proves the device for the tenant that made the claim token. */
export async function claimDevice(
  service: Service,
  claimToken: string,
  machine: Pick<Redemption, 'hardwareHash' | 'prover'>,
): Promise<ClaimAnswer | Problem> {
  const challenge = await askForChallenge(service, machine.hardwareHash, machine.prover)
  if ('result' in challenge) return challenge
  const proof = await proofFor(service, challenge, machine)
  const response = await post(service, 'claim', {
    ...presented(machine.hardwareHash, machine.prover),
    challenge: challenge.token.toString('base64url'),
    proof: proof.toString('base64'),
    authorization: `Bearer ${claimToken}`,
  })
  return response.ok ? ((await response.json()) as ClaimAnswer) : await problemOf(response)
}

/** Without a proof: only the hash. */
export async function askByHashAlone(service: Service, hardwareHash: string): Promise<Answer> {
  const response = await post(service, 'profile', { hardwareHash })
  return response.ok ? ((await response.json()) as Answer) : await problemOf(response)
}

export type StageReport = {
  readonly stage: string
  readonly code?: string
  readonly detail?: string
}

/** Undefined: accepted. */
export async function reportStages(
  service: Service,
  sessionToken: string,
  report: { readonly osVersion: string; readonly events: readonly StageReport[] },
): Promise<Problem | undefined> {
  const authorization = `Bearer ${sessionToken}`
  const response = await post(service, 'events', { ...report, authorization })
  return response.ok ? undefined : await problemOf(response)
}

function presented(hardwareHash: string, { attestationKey, ekCertificate }: Prover) {
  return {
    hardwareHash,
    attestationKey: attestationKey.toString('base64'),
    ...(ekCertificate !== null && { ekCertificate: ekCertificate.toString('base64') }),
  }
}
