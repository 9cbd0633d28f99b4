/** Everything that a tenant holds about one device, in one answer; what the caller may not read is left empty. */
import type { DeviceRecordView } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import type { Access } from '../../../core/access/decide.ts'
import type { Permission } from '../../../core/access/permissions.ts'
import { currentScope } from '../../../core/acting.ts'
import {
  type AssociationDeps,
  recordsOfDevice,
} from '../../../core/associations/associated-device.ts'
import { deviceDigest } from '../../../core/associations/device-link.ts'
import type { Lookup } from '../../../core/conflicts/match-hash.ts'
import { type Device, type Devices, findDevice } from '../../../core/devices/device.ts'
import type { DevicePapers } from '../../../core/devices/device-papers.ts'
import type { DeviceHistories } from '../../../core/devices/history.ts'
import type { Enrollments } from '../../../core/enrollment/enrollment.ts'
import { ids } from '../../../core/ids.ts'
import {
  type CorporateIdentifiers,
  keyOf,
  type Submitted,
} from '../../../core/inventory/corporate-identifier.ts'
import { type Remediations, remediationOf } from '../../../core/repairs/remediation.ts'
import type { Repairs } from '../../../core/repairs/repair-case.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import { associationAnswer, presentAssociation } from '../associations/association-contract.ts'

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

const time = z.string().nullable()

const recordAnswer = z.object({
  registrationId: z.string(),
  tuple: z.object({ manufacturer: z.string(), model: z.string(), serialNumber: z.string() }),
  productKeyIds: z.array(z.string()),
  tpmKeys: z.array(z.string()),
  claim: z.object({
    level: z.int(),
    provisionalUntilDateTime: time,
    channel: z.string(),
    registeredDateTime: z.string(),
  }),
  remediation: z.object({
    state: z.enum([
      'noRemediationRequired',
      'automaticRemediationRequired',
      'manualRemediationRequired',
    ]),
    changedDateTime: time,
  }),
  replaces: z.array(
    z.object({
      registrationId: z.string(),
      serialNumber: z.string(),
      replacedDateTime: z.string(),
      repairId: z.string().nullable(),
    }),
  ),
  hashes: z.array(z.object({ acceptedDateTime: z.string(), changes: z.array(z.string()) })),
  corporateIdentifiers: z.array(
    z.object({
      id: z.string(),
      identifier: z.string(),
      type: z.enum(['imei', 'serialNumber', 'manufacturerModelSerial']),
    }),
  ),
  associations: z.array(associationAnswer),
  enrollments: z.array(
    z.object({
      id: z.string(),
      deviceName: z.string().nullable(),
      state: z.enum(['active', 'leaving', 'ended']),
      enrolledDateTime: z.string(),
      endedDateTime: time,
    }),
  ),
  earlier: z.array(
    z.object({
      registrationId: z.string(),
      state: z.string(),
      deletedDateTime: z.string(),
      deletedBy: z.string(),
    }),
  ),
  repairs: z.array(
    z.object({
      id: z.string(),
      state: z.string(),
      openedDateTime: z.string(),
      closedDateTime: time,
    }),
  ),
  certificates: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      sequence: z.int(),
      side: z.enum(['giver', 'receiver']),
      issuedDateTime: z.string(),
      verifyUrl: z.string(),
    }),
  ),
}) satisfies z.ZodType<DeviceRecordView>

const route = routesWith<DeviceRecordDeps>()

export const deviceRecordRoutes: readonly Route<DeviceRecordDeps>[] = [
  route({
    method: 'GET',
    path: '/devices/:id/record',
    permission: 'devices.read',
    summary: 'Everything that the tenant holds about the device, as far as the caller may read it.',
    answer: recordAnswer,
    async handle(input) {
      const { ports, caller, parameter } = input
      const device = await findDevice(ports.devices, caller.tenantId, parameter('id', ids.device))
      return {
        registrationId: device.id,
        tuple: tupleOf(device),
        ...(await identityOf(ports, device)),
        ...(await neighboursOf(input, device)),
        ...(await papersOf(ports, device)),
        ...(await repairedOf(input, device)),
      }
    },
  }),
]

function tupleOf({ manufacturer, model, serialNumber }: Device) {
  return { manufacturer: manufacturer ?? '', model: model ?? '', serialNumber }
}

async function identityOf({ histories, lookup, papers }: DeviceRecordDeps, device: Device) {
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
async function neighboursOf({ ports, caller }: Input<DeviceRecordDeps>, device: Device) {
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
  const repairs = (await may('repairs.read'))
    ? await ports.repairs.list(tenantId, ofDevice, currentScope())
    : []
  return {
    repairs: repairs.map(({ id, state, openedAt, closedAt }) => ({
      ...{ id, state },
      openedDateTime: openedAt.toISOString(),
      closedDateTime: closedAt?.toISOString() ?? null,
    })),
    corporateIdentifiers: [...identifiers.values()].map(({ id, members }) => ({
      ...{ id, identifier: members.identifier, type: members.type },
    })),
    associations: associations.map(presentAssociation),
    enrollments: enrollments.map(({ id, deviceName, state, enrolledAt, endedAt }) => ({
      ...{ id, deviceName, state },
      enrolledDateTime: enrolledAt.toISOString(),
      endedDateTime: endedAt?.toISOString() ?? null,
    })),
  }
}

/** Whether it has to be repaired, and what it took the place of. */
async function repairedOf(
  { ports: { remediations, papers, access }, caller }: Input<DeviceRecordDeps>,
  { tenantId, id }: Device,
) {
  const signs = await remediations.signs(tenantId, [id])
  const { state, changedAt } = remediationOf(signs.get(id))
  const mayRead = await access.hasWhole(caller, 'repairs.read')
  const replaced = await papers.replaced(tenantId, id)
  return {
    remediation: { state, changedDateTime: changedAt?.toISOString() ?? null },
    replaces: replaced.map(({ id: registrationId, serialNumber, replacedAt, repairId }) => ({
      ...{ registrationId, serialNumber },
      replacedDateTime: replacedAt.toISOString(),
      repairId: mayRead ? repairId : null,
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

async function papersOf({ papers, publicUrl }: DeviceRecordDeps, device: Device) {
  const { tenantId, id } = device
  const [earlier, certificates] = [
    await papers.earlier(tenantId, device),
    await papers.certificates(tenantId, id),
  ]
  return {
    earlier: earlier.map(({ id: registrationId, state, deletedAt, deletedBy }) => ({
      ...{ registrationId, state, deletedBy },
      deletedDateTime: deletedAt.toISOString(),
    })),
    certificates: certificates.map(({ issuedAt, ...rest }) => ({
      ...rest,
      issuedDateTime: issuedAt.toISOString(),
      verifyUrl: `${publicUrl}/verify/${rest.id}`,
    })),
  }
}
