/**
 * A device that has answered the challenge asks for its profile: what it is given, who is notified, and what is recorded.
 */
import type { Holder } from '../imports/slice.ts'
import type { Contact, ContactDeps, ContactNote } from './contact.ts'
import type { NewDeploymentEvent } from './deployment-event.ts'
import { type Matched, matchedDevice } from './matched-device.ts'
import type { PresentedDevice } from './presented-device.ts'
import { contactOf, none, unregistered } from './profile-contact.ts'
import { newSessionToken } from './session.ts'
import { declaredHolder, takeFirstHash } from './take-declared.ts'

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

function differenceEvent(why: 'serial' | 'product-key' | 'unclear'): NewDeploymentEvent {
  const detail = {
    serial: 'the serial number is not the registered one',
    'product-key': 'the product key is not the registered one',
    unclear: 'the hash fits no single registered device',
  }[why]
  return { kind: 'hardware-differs', code: '908', detail }
}
