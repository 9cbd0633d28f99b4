/** A partner adds devices for a customer: they go the way of every import, under the customer's consent. */
import { maxDevicesOf } from 'taxiway-autopilot'
import type { PartnerCaller } from '../access/caller.ts'
import { actorOf } from '../audit/audit.ts'
import { DomainError } from '../errors.ts'
import { type ImportId, newImportId, type TenantId } from '../ids.ts'
import { hashBytesOf } from '../imports/hash-text.ts'
import type { ImportedDevices, Submission } from '../imports/imported-device.ts'
import type { Announce } from './announce.ts'
import { type Batches, batchKey, batchNotFound, checkBatchName, type Place } from './batch.ts'
import { noRelationship } from './consent.ts'
import { activePartner, type Partners } from './partner.ts'

export type SubmitDeps = {
  readonly partners: Pick<Partners, 'find'>
  readonly batches: Batches
  readonly imports: Pick<ImportedDevices, 'add'>
  readonly announce: Announce
  readonly onImport: () => void
}

/** Whatever is not given is absent. */
export type SubmittedDevice = {
  readonly serialNumber?: string | undefined
  readonly productKey?: string | undefined
  readonly hardwareHash?: string | undefined
  readonly manufacturer?: string | undefined
  readonly model?: string | undefined
}

export type Batch = {
  readonly name: string
  readonly devices: readonly SubmittedDevice[]
  /** Whether the batch must exist, or must not. */
  readonly isNew: boolean
}

/** A partner where a customer allows it to act. */
export function placeOf(caller: PartnerCaller): Place {
  return { customerId: caller.tenantId, partnerId: caller.partnerTenantId }
}

export async function submitBatch(
  deps: SubmitDeps,
  caller: PartnerCaller,
  { name, devices, isNew }: Batch,
): Promise<ImportId> {
  const { consentId } = caller
  if (consentId === undefined) throw noRelationship()
  const place = placeOf(caller)
  const partner = await activePartner(deps.partners, place.partnerId)
  checkCount(devices.length)
  const known = isNew ? undefined : await deps.batches.find(place, batchKey(name))
  if (isNew) {
    checkBatchName(name)
    if (!(await deps.batches.add(place, { name, createdBy: partner.displayName })))
      throw new DomainError(
        'conflict',
        `There is a batch '${name}' already. Add devices to it, or choose another id.`,
      )
  } else if (known === undefined) throw batchNotFound(name)
  const groupTag = known?.name ?? name
  const id = newImportId()
  await deps.imports.add({
    id,
    tenantId: place.customerId,
    submissions: devices.map((device) => submissionOf(device, groupTag)),
    through: {
      channel: 'partnerCenter',
      partnerId: place.partnerId,
      consentId,
      batchKey: batchKey(groupTag),
      actor: actorOf(caller),
    },
  })
  await deps.announce([
    { tenantId: place.customerId as TenantId, type: 'partner.batch.accepted', subject: id },
  ])
  deps.onImport()
  return id
}

function checkCount(count: number): void {
  const maxDevices = maxDevicesOf('partnerCenter')
  if (count === 0) throw new DomainError('request-invalid', 'The request names no device.')
  if (count > maxDevices)
    throw new DomainError(
      'request-invalid',
      `One request takes at most ${maxDevices} devices; this one has ${count}. Send it in parts.`,
    )
}

function submissionOf(device: SubmittedDevice, groupTag: string): Submission {
  const { serialNumber = null, productKey = null, hardwareHash } = device
  const bytes = hardwareHash === undefined ? null : hashBytesOf(hardwareHash)
  return {
    importId: null,
    serialNumber,
    productKey,
    hardwareHash: bytes,
    groupTag,
    purchaseOrderIdentifier: null,
    assignedUserPrincipalName: null,
    manufacturer: device.manufacturer ?? null,
    model: device.model ?? null,
    ...(hardwareHash !== undefined && bytes === null && { refused: 'InvalidZtdHardwareHash' }),
  }
}
