/** `POST /ztd/v1/profile`: exchanges a proof or, where allowed, a hash alone for a profile. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Context } from 'hono'
import type { z } from 'zod'
import type { Contact, ContactDeps } from '../../core/deployment/contact.ts'
import { hashOnlyContact } from '../../core/deployment/hash-only-contact.ts'
import { offlineFile, offlineFileName } from '../../core/deployment/offline-file.ts'
import { presentedDevice } from '../../core/deployment/presented-device.ts'
import type { ProfileSigner } from '../../core/deployment/profile-signature.ts'
import { provenContact } from '../../core/deployment/proven-contact.ts'
import { type RedeemDeps, redeem } from '../../core/deployment/redeem.ts'
import { DeploymentRefusal } from '../../core/deployment/refusal.ts'
import { addressOf } from '../http/connection.ts'
import { networkOf } from '../http/network-of.ts'
import type { RequestEnv } from '../http/request-context.ts'
import { profileRequest } from './contract.ts'
import type { DeviceLimits } from './limits.ts'
import { type EnrollmentOffer, hashOnlyAnswer, noneAnswer, profileAnswer } from './present.ts'
import { readDeviceBody } from './read-body.ts'

export type CountProfile = (mode: 'proof' | 'hash', result: string) => void

export type ProfileRouteDeps = {
  readonly contact: ContactDeps
  readonly redeem: RedeemDeps
  readonly limits: DeviceLimits
  readonly signer: ProfileSigner
  /** As devices know it; a proof is for this origin and no other. */
  readonly origin: string
  /** Whether the server answers a hash alone at all. */
  readonly hashOnly: boolean
  /** Absent: there is no enrollment service here. */
  readonly offerEnrollment?: (contact: Given) => Promise<EnrollmentOffer>
  readonly countProfile: CountProfile
}

type Given = Extract<Contact, { kind: 'profile' }>
type Body = z.output<typeof profileRequest>

/** Every answer to a hash alone takes at least this long, in ms, so that the time reveals nothing. */
const hashOnlyTakes = 25

export function profileRoute(deps: ProfileRouteDeps) {
  return async (c: Context<RequestEnv>): Promise<Response> => {
    const body = await readDeviceBody(c, profileRequest)
    // The format can also be requested in the address: scripts for real PCs save the answer as it comes.
    const format = c.req.query('format') === 'offline' ? 'offline' : body.format
    const network = networkOf(addressOf(c.req.raw))
    if (body.challenge === undefined && body.proof === undefined)
      return await hashAlone(deps, body, network)
    return await deps.limits.atOnce.pass(() => proven(deps, { ...body, format }, network))
  }
}

async function proven(deps: ProfileRouteDeps, body: Body, network: string): Promise<Response> {
  const device = presentedDevice(body)
  const { challenge: token, proof } = body
  if (token === undefined || proof === undefined)
    throw new DeploymentRefusal('request-invalid', 'challenge and proof belong together.')
  await redeem(deps.redeem, device, { token, proof, origin: deps.origin })
  deps.limits.challenges.giveBack(network)
  const key = device.ek?.digest ?? ''
  deps.limits.keys.take(key)
  const contact = await provenContact(deps.contact, device)
  deps.countProfile('proof', contact.kind === 'none' ? String(contact.code) : 'profile')
  if (body.format === 'offline') return offlineAnswer(contact)
  const download = { at: deps.contact.now(), correlationId: randomUUID() }
  if (contact.kind === 'none') {
    // Checked before the limit by key can refuse.
    const askAgainIn = deps.limits.keys.age(key) < 3_600 ? 120 : 600
    return json(noneAnswer(contact, download, askAgainIn))
  }
  const offer = contact.isBlocked ? undefined : deps.offerEnrollment
  const enrollment = (await offer?.(contact)) ?? null
  return json(profileAnswer(contact, { download, signer: deps.signer, enrollment }))
}

function offlineAnswer(contact: Contact): Response {
  if (contact.kind === 'none')
    throw new DeploymentRefusal('mode-not-offline', `There is no profile: ${contact.name}.`, {
      reason: String(contact.code),
    })
  const file = offlineFile(contact.profile, contact.tenant)
  if (!file.ok) throw new DeploymentRefusal('mode-not-offline', file.reason)
  return new Response(Buffer.from(file.bytes), {
    headers: {
      'content-type': 'application/json; charset=us-ascii',
      'content-disposition': `attachment; filename="${offlineFileName}"`,
      'cache-control': 'no-store',
    },
  })
}

async function hashAlone(deps: ProfileRouteDeps, body: Body, network: string): Promise<Response> {
  const device = presentedDevice({ hardwareHash: body.hardwareHash })
  if (!deps.hashOnly)
    throw device.hasModulus
      ? new DeploymentRefusal('proof-required', 'The device has a TPM and must prove itself.')
      : new DeploymentRefusal(
          'tpm-required',
          'The hardware hash shows no TPM key, and the hash alone gets nothing here.',
        )
  // A source that has used up its guesses is refused its hits as well, or they would stand out.
  deps.limits.misses.take(network)
  const [given] = await Promise.all([
    deps.limits.atOnce.pass(() => hashOnlyContact(deps.contact, device)),
    pause(hashOnlyTakes),
  ])
  if (given !== undefined) deps.limits.misses.giveBack(network)
  deps.countProfile('hash', given === undefined ? 'none' : 'profile')
  return json(hashOnlyAnswer(given, { at: deps.contact.now(), correlationId: randomUUID() }))
}

function json(text: string): Response {
  return new Response(text, {
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  })
}
