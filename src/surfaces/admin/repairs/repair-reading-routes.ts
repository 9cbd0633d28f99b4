/** Repair cases as they are read: a list, one with its history, and the files that it has. */
import { currentScope } from '../../../core/acting.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import { caseOf } from '../../../core/repairs/reached-case.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { attachmentReply } from './attachment-reply.ts'
import { repairDetailAnswer, repairPage } from './repair-answers.ts'
import { repairQuery } from './repair-contract.ts'
import { detailOf, presentedBy, type RepairRouteDeps } from './repair-ports.ts'

const route = routesWith<RepairRouteDeps>()
const audit = { category: 'Device', resource: 'RepairCase' } as const

export const repairReadingRoutes: readonly Route<RepairRouteDeps>[] = [
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
