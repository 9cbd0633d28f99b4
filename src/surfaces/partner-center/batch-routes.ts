/** Batches of devices at a customer, and the jobs that fill them. */
import type { z } from 'zod'
import { DomainError } from '../../core/errors.ts'
import { ids } from '../../core/id-kinds.ts'
import type { DeviceId } from '../../core/ids.ts'
import { batchNotFound } from '../../core/partners/batch.ts'
import { placeOf, type SubmittedDevice, submitBatch } from '../../core/partners/submit-batch.ts'
import { parseUuid } from '../../core/uuid.ts'
import { type Input, type Route, routesWith } from '../http/route.ts'
import { accepted, batches, batchId } from './batch-address.ts'
import { batchRequest, type deviceShape, devicesRequest, sizeQuery } from './contract.ts'
import { type PartnerCenterPorts, partnerOf, requirePerson } from './ports.ts'
import { collection, presentBatch, presentDevice, presentJob } from './present.ts'

/** [documented: Partner Center, 100 devices a page] */
const pageSize = 100

const route = routesWith<PartnerCenterPorts>()
const audit = { category: 'Enrollment', resource: 'DeviceBatch' } as const

export const batchRoutes: readonly Route<PartnerCenterPorts>[] = [
  route({
    method: 'GET',
    path: batches,
    permission: 'partner-devices.read',
    handle: async ({ ports, caller }) => {
      const place = placeOf(partnerOf(caller))
      const all = await ports.batches.list(place)
      return collection(all.map((each) => presentBatch(place.customerId, each)))
    },
  }),
  route({
    method: 'POST',
    path: batches,
    permission: 'partner-devices.add',
    audit,
    body: batchRequest,
    handle: async ({ ports, caller, body }) => {
      const partner = partnerOf(caller)
      requirePerson(partner, ports.isStrict)
      await requireApi(ports, partner.partnerTenantId)
      const submitted = { name: body.batchid, devices: body.devices.map(toSubmitted), isNew: true }
      return accepted(placeOf(partner), await submitBatch(ports, partner, submitted))
    },
  }),
  route({
    method: 'POST',
    path: `${batches}/:batch/devices`,
    permission: 'partner-devices.add',
    audit,
    body: devicesRequest,
    handle: async ({ ports, caller, body, parameter }) => {
      const partner = partnerOf(caller)
      await requireApi(ports, partner.partnerTenantId)
      const name = parameter('batch', batchId)
      const submitted = { name, devices: body.map(toSubmitted), isNew: false }
      return accepted(placeOf(partner), await submitBatch(ports, partner, submitted))
    },
  }),
  route({
    method: 'GET',
    path: `${batches}/:batch/devices`,
    permission: 'partner-devices.read',
    query: sizeQuery,
    handle: async ({ ports, caller, query, parameter, request }) => {
      const place = placeOf(partnerOf(caller))
      const name = parameter('batch', batchId)
      if ((await ports.batches.find(place, name)) === undefined) throw batchNotFound(name)
      const limit = query.size ?? pageSize
      const after = afterOf(request.header('ms-continuationtoken'))
      const { rows, total } = await ports.batches.devices(place, {
        key: name,
        after,
        limit: limit + 1,
      })
      const last = rows.length > limit ? rows[limit - 1]?.device.id : undefined
      return {
        ...collection(rows.slice(0, limit).map(presentDevice), { totalCount: total }),
        ...(last !== undefined && { continuationToken: Buffer.from(last).toString('base64url') }),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/customers/:customer/batchjobstatus/:job',
    permission: 'partner-devices.read',
    handle: async ({ ports, caller, parameter }) => {
      const id = parameter('job', ids.job)
      const job = await ports.batches.job(placeOf(partnerOf(caller)), id)
      if (job === undefined) throw new DomainError('not-found', `There is no job '${id}'.`)
      return presentJob(job, ports.isStrict)
    },
  }),
]

function toSubmitted(given: z.output<typeof deviceShape>): SubmittedDevice {
  return {
    serialNumber: given.serialnumber,
    productKey: given.productkey,
    hardwareHash: given.hardwarehash,
    manufacturer: given.oemmanufacturername,
    model: given.modelname,
  }
}

function afterOf(token: string | undefined): DeviceId | undefined {
  if (token === undefined) return undefined
  const id = parseUuid(Buffer.from(token, 'base64url').toString()) as DeviceId | undefined
  if (id === undefined)
    throw new DomainError(
      'request-invalid',
      'MS-ContinuationToken: this is not a token of an earlier page.',
    )
  return id
}

/** Indirect resellers upload in the portal; their provider may use the API. [documented: Windows Autopilot, registration by resellers] */
async function requireApi(
  { partners }: PartnerCenterPorts,
  partnerId: Input<PartnerCenterPorts>['caller']['tenantId'],
): Promise<void> {
  if ((await partners.find(partnerId))?.kind === 'cspIndirectReseller')
    throw new DomainError(
      'not-permitted',
      'An indirect reseller adds devices in the portal; the API is for its provider.',
    )
}
