/** Repairs: opened by a service desk, followed, and ended. */
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import { cancelRepair, closeRepair } from '../../../core/repairs/end-repair.ts'
import { addDiagnostics, addNote, attachFile } from '../../../core/repairs/follow-repair.ts'
import { openRepair } from '../../../core/repairs/open-repair.ts'
import { caseOf } from '../../../core/repairs/reached-case.ts'
import { maxAttachmentBytes } from '../../../core/repairs/repair-case.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { claimRoutes } from './claim-routes.ts'
import { presentAttachment } from './present-repair.ts'
import { attachmentAnswer, repairAnswer, repairDetailAnswer } from './repair-answers.ts'
import {
  attachmentRequest,
  diagnosticsRequest,
  endRequest,
  maxAttachmentBody,
  noteRequest,
  openRequest,
} from './repair-contract.ts'
import { detailOf, presentedBy, type RepairRouteDeps } from './repair-ports.ts'
import { repairReadingRoutes } from './repair-reading-routes.ts'

const route = routesWith<RepairRouteDeps>()
const audit = { category: 'Device', resource: 'RepairCase' } as const

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

export const repairRoutes = [...repairReadingRoutes, ...changingRoutes, ...claimRoutes]
