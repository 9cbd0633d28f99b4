/** The parts of a device's record, each read from where it is kept, and only if the caller may read it. */
import type { DeviceRecordView } from 'taxiway-autopilot/admin'
import type { Access } from '../../../core/access/decide.ts'
import type { Permission } from '../../../core/access/permissions.ts'
import { reaches } from '../../../core/access/tag-scope.ts'
import { currentScope } from '../../../core/acting.ts'
import {
  type AssociationDeps,
  recordsOfDevice,
} from '../../../core/associations/associated-device.ts'
import { deviceDigest } from '../../../core/associations/device-link.ts'
import type { Lookup } from '../../../core/conflicts/match-hash.ts'
import type { Device, Devices } from '../../../core/devices/device.ts'
import type { DevicePapers } from '../../../core/devices/device-papers.ts'
import type { DeviceHistories } from '../../../core/devices/history.ts'
import type { Enrollments } from '../../../core/enrollment/enrollment.ts'
import {
  type CorporateIdentifiers,
  keyOf,
  type Submitted,
} from '../../../core/inventory/corporate-identifier.ts'
import { type Remediations, remediationOf } from '../../../core/repairs/remediation.ts'
import type { Repairs } from '../../../core/repairs/repair-case.ts'
import type { Input } from '../../http/route.ts'
import { presentAssociation } from '../associations/association-contract.ts'

export type DeviceRecordDeps = AssociationDeps & {
  readonly access: Access
  readonly devices: Devices
  readonly histories: DeviceHistories
  readonly lookup: Lookup
  readonly enrollments: Pick<Enrollments, 'list'>
  readonly identifiers: CorporateIdentifiers
  readonly papers: DevicePapers
  readonly repairs: Pick<Repairs, 'list'>
  readonly remediations: Remediations
  readonly publicUrl: string
}

export function tupleOf({ manufacturer, model, serialNumber }: Device) {
  return { manufacturer: manufacturer ?? '', model: model ?? '', serialNumber }
}

export async function identityOf({ histories, lookup, papers }: DeviceRecordDeps, device: Device) {
  const { tenantId, id } = device
  const history = await histories.find(tenantId, id)
  const record = (await lookup.recordsOf([{ tenantId, deviceId: id }])).get(id)
  const { ekDigests = [], productKeyIds = [] } = record?.board ?? {}
  return {
    productKeyIds: [...productKeyIds],
    tpmKeys: [...ekDigests],
    claim: {
      level: history?.claimLevel ?? 0,
      provisionalUntilDateTime: history?.provisionalUntil?.toISOString() ?? null,
      channel: await papers.channel(tenantId, id),
      registeredDateTime: device.registeredAt.toISOString(),
    },
    hashes: (history?.hashes ?? []).map(({ acceptedAt, changes }) => ({
      acceptedDateTime: acceptedAt.toISOString(),
      changes: [...changes],
    })),
  }
}

/** What is kept of the machine beside its registration, each part with its own permission. */
export async function neighboursOf({ ports, caller }: Input<DeviceRecordDeps>, device: Device) {
  const { tenantId } = device
  const names = tupleOf(device)
  const may = (permission: Permission) => ports.access.hasWhole(caller, permission)
  const identifiers = (await may('corporate-identifiers.read'))
    ? await ports.identifiers.findByKeys(tenantId, identifiersOf(names).map(keyOf))
    : new Map()
  const associations = (await may('associated-devices.read'))
    ? await recordsOfDevice(ports, tenantId, { ...names, device: deviceDigest(names) })
    : []
  const filter = { kind: 'compare', field: 'registrationId', op: 'eq', value: device.id } as const
  const order = [{ field: 'enrolledAt', descending: true }] as const
  const enrollments = (await may('managed-devices.read'))
    ? (await ports.enrollments.list(tenantId, { filter, order, page: { limit: 20 } })).rows
    : []
  const ofDevice = { deviceId: device.id, limit: 20 }
  const cases = await ports.access.scopeOf(caller, 'repairs.read')
  const repairs = cases === undefined ? [] : await ports.repairs.list(tenantId, ofDevice, cases)
  return {
    repairs: repairs.map(({ id, state, openedAt, closedAt }) => ({
      id,
      state,
      openedDateTime: openedAt.toISOString(),
      closedDateTime: closedAt?.toISOString() ?? null,
    })),
    corporateIdentifiers: [...identifiers.values()].map(({ id, members }) => ({
      id,
      identifier: members.identifier,
      type: members.type,
    })),
    associations: associations.map(presentAssociation),
    enrollments: enrollments.map(({ id, deviceName, state, enrolledAt, endedAt }) => ({
      id,
      deviceName,
      state,
      enrolledDateTime: enrolledAt.toISOString(),
      endedDateTime: endedAt?.toISOString() ?? null,
    })),
  }
}

/** Whether it has to be repaired, and what it took the place of. */
export async function repairedOf(
  { ports: { remediations, papers, access }, caller }: Input<DeviceRecordDeps>,
  { tenantId, id, groupTag }: Device,
) {
  const signs = await remediations.signs(tenantId, [id])
  const { state, changedAt } = remediationOf(signs.get(id))
  const cases = await access.scopeOf(caller, 'repairs.read')
  const scope = currentScope()
  const replaced = (await papers.replaced(tenantId, id)).filter((each) =>
    reaches(scope, each.groupTag),
  )
  return {
    remediation: { state, changedDateTime: changedAt?.toISOString() ?? null },
    replaces: replaced.map(({ id: registrationId, serialNumber, replacedAt, repairId }) => ({
      registrationId,
      serialNumber,
      replacedDateTime: replacedAt.toISOString(),
      repairId: cases !== undefined && reaches(cases, groupTag) ? repairId : null,
    })),
  }
}

/** As corporate identifiers name it; neither periods nor commas are kept in them. */
function identifiersOf({ manufacturer, model, serialNumber }: DeviceRecordView['tuple']) {
  const plain = [manufacturer, model, serialNumber].map((each) => each.replaceAll(/[.,]/g, ''))
  const asGiven = [manufacturer, model, serialNumber]
  const named = (type: Submitted['type'], parts: readonly string[]) => ({
    type,
    identifier: parts.join(','),
  })
  return [
    named('manufacturerModelSerial', plain),
    named('manufacturerModelSerial', asGiven),
    named('serialNumber', [serialNumber]),
  ]
}

export async function papersOf(
  { ports: { papers, publicUrl, access }, caller }: Input<DeviceRecordDeps>,
  device: Device,
) {
  const { tenantId, id } = device
  const [earlier, certificates] = [
    await papers.earlier(tenantId, device),
    (await access.hasWhole(caller, 'transfers.read'))
      ? await papers.certificates(tenantId, id)
      : [],
  ]
  const scope = currentScope()
  return {
    earlier: earlier
      .filter((each) => reaches(scope, each.groupTag))
      .map(({ id: registrationId, state, deletedAt, deletedBy }) => ({
        registrationId,
        state,
        deletedBy,
        deletedDateTime: deletedAt.toISOString(),
      })),
    certificates: certificates.map(({ issuedAt, ...rest }) => ({
      ...rest,
      issuedDateTime: issuedAt.toISOString(),
      verifyUrl: `${publicUrl}/verify/${rest.id}`,
    })),
  }
}
