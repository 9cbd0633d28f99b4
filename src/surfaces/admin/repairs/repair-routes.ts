/** Repairs: opened by a service desk, submitted to a vendor, and followed until the device has its profile. */

import { currentScope } from '../../../core/acting.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/ids.ts'
import { cancelRepair, closeRepair } from '../../../core/repairs/end-repair.ts'
import { addDiagnostics, addNote, attachFile } from '../../../core/repairs/follow-repair.ts'
import { openRepair } from '../../../core/repairs/open-repair.ts'
import { caseOf } from '../../../core/repairs/reached-case.ts'
import { maxAttachmentBytes } from '../../../core/repairs/repair-case.ts'
import { noteVendorStatus, submitRepair } from '../../../core/repairs/vendor-claim.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { attachmentReply } from './attachment-reply.ts'
import {
  attachmentAnswer,
  presentAttachment,
  repairAnswer,
  repairDetailAnswer,
  repairPage,
} from './present-repair.ts'
import {
  attachmentRequest,
  diagnosticsRequest,
  endRequest,
  maxAttachmentBody,
  noteRequest,
  openRequest,
  repairQuery,
  submitRequest,
  vendorRequest,
} from './repair-contract.ts'
import { detailOf, presentedBy, type RepairRouteDeps } from './repair-ports.ts'

const route = routesWith<RepairRouteDeps>()
const audit = { category: 'Device', resource: 'RepairCase' } as const

const readingRoutes: readonly Route<RepairRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/repair-cases',
    permission: 'repairs.read',
    summary: 'Repair cases of the tenant, newest first.',
    query: repairQuery,
    answer: repairPage,
    handle: async ({ ports, caller, query }) => {
      const { state, registrationId: deviceId, open: isOpen, cursor: after, limit } = query
      const wanted = { state, deviceId, isOpen, after, limit: limit + 1 }
      const found = await ports.repairs.list(caller.tenantId, wanted, currentScope())
      const shown = found.slice(0, limit).map(presentedBy(ports))
      const last = shown.at(-1)
      return { value: shown, ...(found.length > limit && last !== undefined && { next: last.id }) }
    },
  }),
  route({
    method: 'GET',
    path: '/repair-cases/:id',
    permission: 'repairs.read',
    summary: 'One of them, with its files and its history.',
    answer: repairDetailAnswer,
    handle: async ({ ports, caller, parameter }) =>
      detailOf(ports, await caseOf(ports, caller, parameter('id', ids.repairCase))),
  }),
  route({
    method: 'GET',
    path: '/repair-cases/:id/attachments/:attachment',
    permission: 'repairs.read',
    audit: { ...audit, action: 'readAttachment' },
    summary: 'A file of a case. Each reading is written to the audit trail.',
    handle: async ({ ports, caller, parameter }) => {
      const found = await caseOf(ports, caller, parameter('id', ids.repairCase))
      const id = parameter('attachment', ids.record)
      const file = (await ports.repairs.attachments(found)).find((each) => each.id === id)
      const content = file && (await ports.repairs.contentOf(found, id))
      if (content === undefined)
        throw new DomainError('not-found', `The case has no attachment '${id}'.`)
      return attachmentReply(file?.name ?? id, content)
    },
  }),
]

const changingRoutes: readonly Route<RepairRouteDeps>[] = [
  route({
    method: 'POST',
    path: '/repair-cases',
    permission: 'repairs.write',
    audit,
    summary:
      'Open a case for a registered device. Its newest hash is archived, and somebody has to answer by the end of the next business day.',
    body: openRequest,
    status: 201,
    answer: repairDetailAnswer,
    handle: async ({ ports, caller, body: { contact, ...body } }) => {
      const { timeZone, ...person } = contact
      const opened = await openRepair(ports, caller, { ...body, timeZone, contact: person })
      ports.onEvent()
      return await detailOf(ports, opened)
    },
  }),
  route({
    method: 'POST',
    path: '/repair-cases/:id/diagnostics',
    permission: 'repairs.write',
    audit: { ...audit, action: 'addDiagnostics' },
    summary: 'What tools say about the device.',
    body: diagnosticsRequest,
    answer: repairAnswer,
    handle: async ({ ports, caller, parameter, body }) => {
      const id = parameter('id', ids.repairCase)
      return presentedBy(ports)(await addDiagnostics(ports, caller, { id, ...body }))
    },
  }),
  route({
    method: 'POST',
    path: '/repair-cases/:id/attachments',
    permission: 'repairs.write',
    audit: { ...audit, action: 'attach' },
    summary: 'Add a file, such as a diagnostics cabinet, up to 8 MiB.',
    body: attachmentRequest,
    maxBody: maxAttachmentBody,
    status: 201,
    answer: attachmentAnswer,
    handle: async ({ ports, caller, parameter, body }) => {
      const id = parameter('id', ids.repairCase)
      const content = Buffer.from(body.content, 'base64')
      if (content.length > maxAttachmentBytes)
        throw new DomainError('too-large', 'content: a file of a case has at most 8 MiB.')
      const { name, description } = body
      const attached = await attachFile(ports, caller, { id, name, description, content })
      const files = await ports.repairs.attachments(await caseOf(ports, caller, id))
      const file = files.find((each) => each.id === attached)
      if (file === undefined) throw new Error('a file that was attached is not there')
      return presentAttachment(file)
    },
  }),
  route({
    method: 'POST',
    path: '/repair-cases/:id/notes',
    permission: 'repairs.write',
    audit: { ...audit, action: 'note' },
    summary: 'Add a note to the history; a reply answers the person who asked.',
    body: noteRequest,
    answer: repairAnswer,
    handle: async ({ ports, caller, parameter, body }) => {
      const id = parameter('id', ids.repairCase)
      return presentedBy(ports)(await addNote(ports, caller, { id, ...body }))
    },
  }),
  route({
    method: 'POST',
    path: '/repair-cases/:id/submit',
    permission: 'repairs.write',
    audit: { ...audit, action: 'submit' },
    summary: 'It was submitted to a vendor, with up to four parts and a note.',
    body: submitRequest,
    answer: repairAnswer,
    handle: async ({
      ports,
      caller,
      parameter,
      body: { vendor: name, vendorReference: reference, ...claim },
    }) => {
      const id = parameter('id', ids.repairCase)
      const submitted = await submitRepair(ports, caller, { id, name, reference, ...claim })
      ports.onEvent()
      return presentedBy(ports)(submitted)
    },
  }),
  route({
    method: 'POST',
    path: '/repair-cases/:id/vendor-status',
    permission: 'repairs.write',
    audit: { ...audit, action: 'vendorStatus' },
    summary: 'What the vendor says; a claim that was denied more than three times is void.',
    body: vendorRequest,
    answer: repairAnswer,
    handle: async ({ ports, caller, parameter, body }) => {
      const id = parameter('id', ids.repairCase)
      const noted = await noteVendorStatus(ports, caller, { id, ...body })
      ports.onEvent()
      return presentedBy(ports)(noted)
    },
  }),
  ...(['close', 'cancel'] as const).map((act) =>
    route({
      method: 'POST',
      path: `/repair-cases/:id/${act}`,
      permission: 'repairs.write',
      audit: { ...audit, action: act },
      summary:
        act === 'close'
          ? 'End a case that is settled.'
          : 'End a case without a repair; a parked registration is in force again.',
      body: endRequest,
      answer: repairAnswer,
      handle: async ({ ports, caller, parameter, body }) => {
        const end = act === 'close' ? closeRepair : cancelRepair
        const id = parameter('id', ids.repairCase)
        const ended = await end(ports, caller, { id, text: body.resolution })
        ports.onEvent()
        return presentedBy(ports)(ended)
      },
    }),
  ),
]

export const repairRoutes = [...readingRoutes, ...changingRoutes]
