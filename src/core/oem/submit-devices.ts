/**
 * An OEM registers devices for customers that consented, and deregisters those it registered. It needs no right in the
 * tenant, only the consent. [documented: Windows Autopilot, OEM registration]
 */
import type { TenantId } from '../ids.ts'
import { newImportId } from '../ids.ts'
import type { ImportedDevices, Submission } from '../imports/imported-device.ts'
import type { Announce } from '../partners/announce.ts'
import type { Consent, Consents } from '../partners/consent.ts'
import type { Tenants } from '../tenants/tenant.ts'
import { newUuid } from '../uuid.ts'
import { type DeregisterDeps, deregister } from './deregister.ts'
import { actorOfOem, type OemCaller } from './oem-caller.ts'
import type { OemDevice } from './oem-device.ts'
import type { OemSubmissions, StoredOemRow } from './oem-submission.ts'

export type SubmitOemDeps = DeregisterDeps & {
  readonly tenants: Pick<Tenants, 'find'>
  readonly consents: Consents
  readonly imports: Pick<ImportedDevices, 'add'>
  readonly submissions: OemSubmissions
  readonly announce: Announce
  readonly onImport: () => void
}

export async function submitOemDevices(
  deps: SubmitOemDeps,
  caller: OemCaller,
  devices: readonly OemDevice[],
): Promise<string> {
  const { tenantId: oemId } = caller
  const actor = actorOfOem(caller)
  const id = newUuid()
  const rows: StoredOemRow[] = []
  const waiting = new Map<string, Waiting>()
  const leaving = devices.filter(({ tenantId }) => tenantId === null)
  const outcomes = (await deregister(deps, actor, leaving)).values()
  const consentOf = consentsOnce(deps, oemId)
  for (const device of devices) {
    const { rowId } = device
    if (device.tenantId === null) {
      const outcome = outcomes.next().value
      if (outcome !== undefined) rows.push({ rowId, ...outcome })
      continue
    }
    const consent = await consentOf(device)
    if (consent === undefined) rows.push({ rowId, state: 'error', refusal: 'ConsentMissing' })
    else rows.push({ rowId, ...queued(waiting, consent, device) })
  }
  // In one order, so that two submissions for the same customers do not wait for each other.
  const sent = [...waiting.values()].toSorted((a, b) =>
    a.consent.customerId < b.consent.customerId ? -1 : 1,
  )
  for (const { importId, consent, submissions } of sent) {
    await deps.imports.add({
      id: importId,
      tenantId: consent.customerId,
      submissions,
      through: {
        channel: 'oemDirect',
        partnerId: oemId,
        consentId: consent.id,
        batchKey: null,
        actor,
      },
    })
  }
  await deps.submissions.add(oemId, { id, kind: 'devices', rows })
  await deps.announce(
    sent.map(({ consent, importId }) => ({
      tenantId: consent.customerId,
      type: 'partner.batch.accepted',
      subject: importId,
    })),
  )
  deps.onImport()
  return id
}

type Waiting = {
  readonly importId: ReturnType<typeof newImportId>
  readonly consent: Consent
  readonly submissions: Submission[]
}

/** Each customer is asked for once, however many devices are for it. */
function consentsOnce(deps: SubmitOemDeps, oemId: TenantId) {
  const known = new Map<string, Promise<Consent | undefined>>()
  return (device: OemDevice) => {
    const key = JSON.stringify([device.tenantId, device.tenantDomain])
    const consent = known.get(key) ?? consentFor(deps, oemId, device)
    known.set(key, consent)
    return consent
  }
}

/** Undefined: the two do not name one tenant, or it has not consented; which of them is not said. */
async function consentFor(
  { tenants, consents }: SubmitOemDeps,
  oemId: TenantId,
  { tenantId, tenantDomain }: Pick<OemDevice, 'tenantId' | 'tenantDomain'>,
): Promise<Consent | undefined> {
  const tenant = await tenants.find(tenantId ?? '')
  if (tenant === undefined || !tenant.domains.includes(tenantDomain?.toLowerCase() ?? ''))
    return undefined
  const consent = await consents.inForce(tenant.id, oemId)
  return consent?.scopes.includes('devices.add') ? consent : undefined
}

function queued(waiting: Map<string, Waiting>, consent: Consent, device: OemDevice) {
  const place = waiting.get(consent.customerId) ?? {
    importId: newImportId(),
    consent,
    submissions: [],
  }
  waiting.set(consent.customerId, place)
  place.submissions.push({
    importId: device.rowId,
    serialNumber: device.serialNumber,
    productKey: device.productKeyId,
    hardwareHash: null,
    groupTag: device.groupTag,
    purchaseOrderIdentifier: device.purchaseOrderId,
    assignedUserPrincipalName: null,
    manufacturer: device.manufacturer,
    model: device.model,
  })
  return { importId: place.importId, row: place.submissions.length }
}

/** What a customer's consent says to an OEM that asks before it registers. */
export async function validateConsents(
  { tenants, consents }: Pick<SubmitOemDeps, 'tenants' | 'consents'>,
  oemId: TenantId,
  named: readonly { readonly tenantId: string; readonly tenantDomain: string }[],
): Promise<readonly (Consent | undefined)[]> {
  const found: (Consent | undefined)[] = []
  for (const { tenantId, tenantDomain } of named) {
    const tenant = await tenants.find(tenantId)
    const isOne = tenant?.domains.includes(tenantDomain.toLowerCase())
    found.push(tenant && isOne ? await consents.inForce(tenant.id, oemId) : undefined)
  }
  return found
}
