/** Disputes about transfers: what each side says, and what the operator decides. */
import { ids } from '../../../core/id-kinds.ts'
import {
  answerDispute,
  decideDispute,
  disputeTransfer,
} from '../../../core/transfers/dispute-transfer.ts'
import { type Route, routesWith } from '../../http/route.ts'
import {
  answerRequest,
  decisionRequest,
  disputeRequest,
  presentTransfer,
  transferAnswer,
} from './transfer-contract.ts'
import type { TransferRouteDeps } from './transfer-ports.ts'

const route = routesWith<TransferRouteDeps>()
const audit = { category: 'Device', resource: 'Transfer' } as const

export const transferDisputeRoutes: readonly Route<TransferRouteDeps>[] = [
  route({
    method: 'POST',
    path: '/transfers/:id/dispute',
    permission: 'transfers.offer',
    audit: { ...audit, action: 'dispute' },
    summary: 'The giver objects, within seven days: the operator of the installation decides.',
    body: disputeRequest,
    answer: transferAnswer,
    handle: async ({ ports, caller, parameter, body }) => {
      const about = { id: parameter('id', ids.transfer), reason: body.reason }
      return presentTransfer(await disputeTransfer(ports, caller, about), caller.tenantId)
    },
  }),
  route({
    method: 'POST',
    path: '/transfers/:id/answer',
    permission: 'transfers.accept',
    audit: { ...audit, action: 'answer' },
    summary: 'What the receiver says about the dispute.',
    body: answerRequest,
    answer: transferAnswer,
    handle: async ({ ports, caller, parameter, body }) => {
      const about = { id: parameter('id', ids.transfer), answer: body.answer }
      return presentTransfer(await answerDispute(ports, caller, about), caller.tenantId)
    },
  }),
  route({
    method: 'POST',
    path: '/transfers/:id/decide',
    permission: 'tenants.write',
    audit: { ...audit, action: 'decide' },
    summary:
      'The operator decides: the devices stay, or go back as far as the receiver has them. Both read the reason.',
    body: decisionRequest,
    answer: transferAnswer,
    handle: async ({ ports, caller, parameter, body }) => {
      const id = parameter('id', ids.transfer)
      const about = { id, reverse: body.decision === 'reverse', reason: body.reason }
      return presentTransfer(await decideDispute(ports, caller, about), caller.tenantId)
    },
  }),
]
