/** A device that shows only its hash, where tenant and server allow that. */

import type { Contact, ContactDeps } from './contact.ts'
import type { DeploymentPolicy } from './deployment-policy.ts'
import { type Matched, matchedDevice } from './matched-device.ts'
import type { PresentedDevice } from './presented-device.ts'
import { contactOf } from './profile-contact.ts'

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
