/**
 * A device asks for its profile. It has answered the challenge or, where tenant and server allow that, shown only
 * its hash; this decides what it is given, who is notified, and what is recorded.
 */
import { deviceErrors } from 'taxiway-autopilot'
import type { Device, Devices } from '../devices/device.ts'

import type { Holder } from '../imports/slice.ts'
import {
  type AssignmentState,
  assignmentStates,
  type ProfilePlans,
} from '../profiles/assignment-state.ts'
import type { Profile, Profiles } from '../profiles/profile.ts'
import type { Tenant, Tenants } from '../tenants/tenant.ts'
import type { NewDeploymentEvent } from './deployment-event.ts'
import type { DeploymentPolicies, DeploymentPolicy } from './deployment-policy.ts'
import { type MatchDeps, type Matched, matchedDevice } from './matched-device.ts'
import type { PresentedDevice } from './presented-device.ts'
import { newSessionToken } from './session.ts'
import { type DeclaredDevices, declaredHolder, takeFirstHash } from './take-declared.ts'

export type NoneCode = 171 | 807 | 809 | 815 | 908

export type Contact =
  | {
      readonly kind: 'profile'
      readonly device: Device
      readonly tenant: Tenant
      readonly profile: Profile
      readonly isExplicit: boolean
      /** It completed self-deployment before, and nobody has allowed it again. */
      readonly isBlocked: boolean
      /** Absent where nothing was proved. */
      readonly sessionToken?: string
    }
  | { readonly kind: 'none'; readonly code: NoneCode; readonly name: string }

/** What is recorded about a contact, in one transaction. */
export type ContactNote = {
  readonly holder: Holder
  /** The registered key was proved: last contact and the strength of the claim follow. */
  readonly isProven: boolean
  /** Digest of the proved key; absent if none was required. */
  readonly keyDigest?: string
  readonly isBlocked?: boolean
  readonly event: NewDeploymentEvent
  /** The profile given, and the digest of the session that begins with it. */
  readonly given?: { readonly profileId: string; readonly sessionDigest: Buffer }
}

export type ContactLog = {
  note(note: ContactNote): Promise<void>
  /** The profile that the device was given last; null = none yet. */
  lastProfile(holder: Holder): Promise<string | null>
  /** Keeps the key for a person to confirm; a key that is already waiting or bound changes nothing. */
  proposeKey(holder: Holder, digest: string): Promise<void>
}

export type ContactDeps = MatchDeps & {
  readonly declared: DeclaredDevices
  readonly log: ContactLog
  readonly policies: Pick<DeploymentPolicies, 'find'>
  readonly devices: Pick<Devices, 'find'>
  readonly tenants: Pick<Tenants, 'find'>
  readonly profiles: Pick<Profiles, 'find' | 'assignments'>
  readonly plans: ProfilePlans
  readonly now: () => Date
  /** Whether the certificate chains to a TPM maker's root that the operator trusts. */
  readonly isTrusted: (device: PresentedDevice) => boolean
}

/** After a right proof: a clear message to the holder of the registered key, and the same 807 to everybody else. */
export async function provenContact(given: ContactDeps, device: PresentedDevice): Promise<Contact> {
  const digest = device.ek?.digest
  if (digest === undefined) return unregistered
  const log = {
    ...given.log,
    note: (of: ContactNote) => given.log.note({ ...of, keyDigest: digest }),
  }
  const deps = { ...given, log }
  const matched = await matchedDevice(deps, device, digest)
  if (matched.kind === 'unknown') return await declaredContact(deps, device, { matched, digest })
  if (matched.kind === 'foreign-key') return await strangersKey(deps, matched, digest)
  const { holder } = matched
  if (matched.kind === 'differs') {
    await deps.log.note({ holder, isProven: true, event: differenceEvent(matched.why) })
    return none(
      908,
      matched.why === 'product-key' ? 'ProductKeyIdMismatch' : 'SerialNumberMismatch',
    )
  }
  return (await untrusted(deps, holder, device)) ?? (await assigned(deps, holder))
}

/** Undefined: the tenant accepts the key as it is. */
async function untrusted(
  deps: ContactDeps,
  holder: Holder,
  device: PresentedDevice,
): Promise<Contact | undefined> {
  const policy = await deps.policies.find(holder.tenantId)
  if (!policy.requireEkCertificate || deps.isTrusted(device)) return undefined
  return await refused(deps, holder, none(171, 'TpmAttestationFailed'))
}

type NobodysDevice = {
  readonly matched: Extract<Matched, { kind: 'unknown' }>
  readonly digest: string
}

/** A device that has only been declared takes this hash as its own. */
async function declaredContact(
  deps: ContactDeps,
  device: PresentedDevice,
  { matched: { unclaimed }, digest }: NobodysDevice,
): Promise<Contact> {
  const examiner = await deps.examiner()
  const holder = await declaredHolder(deps.declared, examiner, { unclaimed, provenKey: digest })
  if (holder === undefined || unclaimed === undefined) return unregistered
  const refusal = await untrusted(deps, holder, device)
  if (refusal !== undefined) return refusal
  const isTaken = await takeFirstHash(deps.declared, holder, unclaimed)
  return isTaken ? await assigned(deps, holder) : unregistered
}

/** Undefined: the device is given nothing. */
export async function hashOnlyContact(
  deps: ContactDeps,
  device: PresentedDevice,
): Promise<Extract<Contact, { kind: 'profile' }> | undefined> {
  const matched = await matchedDevice(deps, device, null)
  if (matched.kind !== 'same') return undefined
  const policy = await deps.policies.find(matched.holder.tenantId)
  if (!mayShowHashOnly(policy, matched)) return undefined
  if (await deps.declared.wasDeclared(matched.holder)) return undefined
  const contact = await contactOf(deps, matched.holder)
  return contact.kind === 'profile' ? contact : undefined
}

function mayShowHashOnly(policy: DeploymentPolicy, matched: Extract<Matched, { kind: 'same' }>) {
  if (!policy.allowHashOnly || policy.requireProof || policy.requireEkCertificate) return false
  return !policy.forbidHashOnlyClaims || matched.record.board.ekDigests.length > 0
}

async function strangersKey(
  deps: ContactDeps,
  { holder, isKeyless }: Extract<Matched, { kind: 'foreign-key' }>,
  digest: string,
): Promise<Contact> {
  const mayBind = isKeyless && (await deps.policies.find(holder.tenantId)).bindOnFirstProof
  if (mayBind) await deps.log.proposeKey(holder, digest)
  const kind = mayBind ? 'key-to-confirm' : 'foreign-key'
  await deps.log.note({ holder, isProven: false, event: { kind, code: null, detail: null } })
  return unregistered
}

async function assigned(deps: ContactDeps, holder: Holder): Promise<Contact> {
  const contact = await contactOf(deps, holder)
  if (contact.kind === 'none') return await refused(deps, holder, contact)
  const { isBlocked, profile } = contact
  const detail = profile.displayName
  const { token, digest } = newSessionToken(holder.tenantId)
  await deps.log.note({
    holder,
    isProven: true,
    isBlocked,
    given: { profileId: profile.id, sessionDigest: digest },
    event: isBlocked
      ? { kind: 'blocked', code: '0x80180014', detail }
      : { kind: 'profile-given', code: null, detail },
  })
  return { ...contact, sessionToken: token }
}

async function refused(
  { log }: ContactDeps,
  holder: Holder,
  contact: Extract<Contact, { kind: 'none' }>,
): Promise<Contact> {
  const event = {
    kind: 'profile-refused',
    code: String(contact.code),
    detail: contact.name,
  } as const
  await log.note({ holder, isProven: true, event })
  return contact
}

async function contactOf(deps: ContactDeps, { tenantId, deviceId }: Holder): Promise<Contact> {
  const [device, tenant] = await Promise.all([
    deps.devices.find(tenantId, deviceId),
    deps.tenants.find(tenantId),
  ])
  if (device === undefined || tenant === undefined) return unregistered
  const at = { now: deps.now(), delaySeconds: tenant.importSeconds }
  const [state] = await assignmentStates(deps.plans, [device], at)
  if (state?.profileId == null) return await withoutProfile(deps, { tenantId, deviceId })
  const profile = await deps.profiles.find(tenantId, state.profileId)
  if (profile === undefined) return profileGone
  const isExplicit = await isExplicitly(deps, device, state)
  return {
    kind: 'profile',
    device,
    tenant,
    profile,
    isExplicit,
    isBlocked: isBlocked(device, profile),
  }
}

/** Having lost a deleted profile is not the same as never having had one. */
async function withoutProfile({ log, profiles }: ContactDeps, holder: Holder): Promise<Contact> {
  const last = await log.lastProfile(holder)
  const isGone = last !== null && (await profiles.find(holder.tenantId, last)) === undefined
  return isGone ? profileGone : none(815)
}

/** A self-deploying profile works once, until somebody allows it again. [documented] */
function isBlocked(device: Device, { experience }: Profile): boolean {
  if (experience.deviceUsageType !== 'shared') return false
  return device.userlessEnrollmentStatus === 'blocked'
}

async function isExplicitly(
  { profiles }: ContactDeps,
  { tenantId }: Device,
  { profileId }: AssignmentState,
): Promise<boolean> {
  if (profileId === null) return false
  const assignments = await profiles.assignments(tenantId, [profileId])
  return (
    !assignments.every(({ target }) => target.kind === 'allDevices') || assignments.length === 0
  )
}

function differenceEvent(why: 'serial' | 'product-key' | 'unclear'): NewDeploymentEvent {
  const detail = {
    serial: 'the serial number is not the registered one',
    'product-key': 'the product key is not the registered one',
    unclear: 'the hash fits no single registered device',
  }[why]
  return { kind: 'hardware-differs', code: '908', detail }
}

const none = (code: NoneCode, name = nameOf(code)) => ({ kind: 'none', code, name }) as const

function nameOf(code: NoneCode): string {
  return deviceErrors.find((each) => each.code === code)?.names[0] ?? ''
}

const profileGone = none(809)
const unregistered = none(807)
