/** A partner deregisters a device that it added; nothing is unenrolled, nothing leaves the directory. */
import type { PartnerCaller } from '../access/caller.ts'
import { type Devices, deviceNotFound } from '../devices/device.ts'
import { DomainError } from '../errors.ts'
import type { DeviceId } from '../ids.ts'
import type { Batches } from './batch.ts'
import { type Consents, noRelationship } from './consent.ts'
import { placeOf } from './submit-batch.ts'

export type RemoveDeps = {
  readonly batches: Batches
  readonly consents: Pick<Consents, 'spendRemovals'>
  readonly devices: Pick<Devices, 'remove'>
}

export async function removeOwnDevice(
  { batches, consents, devices }: RemoveDeps,
  caller: PartnerCaller,
  { key, id }: { readonly key: string; readonly id: DeviceId },
): Promise<void> {
  const place = placeOf(caller)
  const [own] = await batches.own(place, { key, devices: [id] })
  if (own === undefined) throw deviceNotFound(id)
  if (caller.consentId === undefined) throw noRelationship()
  if ((await consents.spendRemovals(place.customerId, caller.consentId, 1)) === 0)
    throw new DomainError(
      'not-permitted',
      'The customer allows no more removals today, or ended the relationship.',
    )
  if ((await devices.remove(place.customerId, [id])).length === 0) throw deviceNotFound(id)
}
