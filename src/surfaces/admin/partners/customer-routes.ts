/** A partner's devices at a customer: files that it uploads, batches, and what became of their rows. */
import type { PartnerUploadAccepted } from 'taxiway-autopilot/admin'
import { DomainError } from '../../../core/errors.ts'
import { type IdKind, ids } from '../../../core/id-kinds.ts'
import type { DeviceId } from '../../../core/ids.ts'
import { type Batches, batchKey, batchNotFound } from '../../../core/partners/batch.ts'
import { type RemoveDeps, removeOwnDevice } from '../../../core/partners/remove-device.ts'
import { placeOf, type SubmitDeps, submitBatch } from '../../../core/partners/submit-batch.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { listOf } from '../contract.ts'
import { type AtCustomerDeps, changingAt, readingAt } from './at-customer.ts'
import {
  batchAnswer,
  devicePage,
  devicesQuery,
  maxUpload,
  removedAnswer,
  removeRequest,
  uploadAnswer,
  uploadRequest,
} from './customer-contract.ts'
import { submissionDetailAnswer, submissionPage, submissionsQuery } from './partner-contract.ts'
import { presentBatch, presentBatchDevice, presentSubmissionDetail } from './present-partner.ts'
import { rowsToSend } from './read-device-file.ts'
import { readSubmissions } from './read-submissions.ts'
import { submittedOf } from './submitted-rows.ts'

export type CustomerRouteDeps = AtCustomerDeps &
  SubmitDeps &
  RemoveDeps & { readonly batches: Batches }

const route = routesWith<CustomerRouteDeps>()
const customer = '/partner/customers/:customer'
const audit = { category: 'Enrollment', resource: 'DeviceBatch' } as const
const batchId: IdKind<string> = { what: 'batch', parse: batchKey }
const read = 'partner-devices.read'

export const customerRoutes: readonly Route<CustomerRouteDeps>[] = [
  route({
    method: 'POST',
    path: `${customer}/uploads`,
    permission: 'partner-devices.add',
    audit: { ...audit, action: 'upload' },
    maxBody: maxUpload + 4_096,
    summary:
      'Add the devices of a CSV file for Partner Center to a batch, which is made if there is none of that name.',
    body: uploadRequest,
    answer: uploadAnswer,
    handle: changingAt(
      { permission: 'partner-devices.add', operation: 'Create', type: 'DeviceBatch' },
      async ({ ports, caller, body: { batchId: named, file } }) => {
        const devices = rowsToSend('partnerCenter', file).map(submittedOf)
        const known = await ports.batches.find(placeOf(caller), batchKey(named))
        const name = known?.name ?? named
        const isNew = known === undefined
        const id = await submitBatch(ports, caller, { name, devices, isNew })
        const answer = { jobId: id, batchId: name, rows: devices.length }
        return { answer: answer satisfies PartnerUploadAccepted, resources: [{ id, name }] }
      },
    ),
  }),
  route({
    method: 'GET',
    path: `${customer}/batches`,
    permission: read,
    summary: 'Your batches of devices at a customer.',
    answer: listOf(batchAnswer),
    handle: readingAt(read, async ({ ports, caller }) => ({
      value: (await ports.batches.list(placeOf(caller))).map(presentBatch),
    })),
  }),
  route({
    method: 'GET',
    path: `${customer}/batches/:batch/devices`,
    permission: read,
    summary: 'Devices of a batch that are registered now.',
    query: devicesQuery,
    answer: devicePage,
    handle: readingAt(read, async ({ ports, caller, parameter, query: { cursor, limit } }) => {
      const key = parameter('batch', batchId)
      const place = placeOf(caller)
      if ((await ports.batches.find(place, key)) === undefined) throw batchNotFound(key)
      const after = cursor as DeviceId | undefined
      const { rows, total } = await ports.batches.devices(place, { key, after, limit: limit + 1 })
      const shown = rows.slice(0, limit)
      const next = rows.length > limit ? (shown.at(-1)?.device.id ?? null) : null
      return { value: shown.map(presentBatchDevice), total, next }
    }),
  }),
  route({
    method: 'POST',
    path: `${customer}/devices/remove`,
    permission: 'partner-devices.remove',
    audit: {
      category: 'Device',
      resource: 'WindowsAutopilotDeviceIdentity',
      action: 'deregister',
    },
    summary: 'Deregister devices that you added; all of them or none.',
    body: removeRequest,
    answer: removedAnswer,
    handle: changingAt(
      {
        permission: 'partner-devices.remove',
        operation: 'Delete',
        type: 'WindowsAutopilotDeviceIdentity',
      },
      async ({ ports, caller, body: { batchId: named, devices } }) => {
        const found = [...new Set(devices)] as DeviceId[]
        for (const id of found) await removeOwnDevice(ports, caller, { key: batchKey(named), id })
        return { answer: { removed: found.length }, resources: found.map((id) => ({ id })) }
      },
    ),
  }),
  route({
    method: 'GET',
    path: `${customer}/jobs`,
    permission: read,
    summary: 'What you sent to a customer, newest first.',
    query: submissionsQuery,
    answer: submissionPage,
    handle: readingAt(read, ({ ports, caller, query }) =>
      readSubmissions(ports.batches, placeOf(caller), query),
    ),
  }),
  route({
    method: 'GET',
    path: `${customer}/jobs/:job`,
    permission: read,
    summary: 'The rows of one job and what became of them.',
    answer: submissionDetailAnswer,
    handle: readingAt(read, async ({ ports, caller, parameter }) => {
      const id = parameter('job', ids.job)
      const job = await ports.batches.job(placeOf(caller), id)
      if (job === undefined) throw new DomainError('not-found', `There is no job '${id}'.`)
      return presentSubmissionDetail(job)
    }),
  }),
]
