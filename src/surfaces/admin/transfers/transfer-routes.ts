/** Transfers between tenants of the installation: both sides, and the operator who decides disputes. */
import { ids } from '../../../core/id-kinds.ts'
import { offerTransfer, withdrawTransfer } from '../../../core/transfers/offer-transfer.ts'
import { acceptTransfer, declineTransfer } from '../../../core/transfers/receive-transfer.ts'
import { type Route, routesWith } from '../../http/route.ts'
import {
  acceptRequest,
  namedRequest,
  newTransferAnswer,
  offerRequest,
  presentTransfer,
  transferAnswer,
} from './transfer-contract.ts'
import { transferDisputeRoutes } from './transfer-dispute-routes.ts'
import type { TransferRouteDeps } from './transfer-ports.ts'
import { transferReadingRoutes } from './transfer-reading-routes.ts'

const route = routesWith<TransferRouteDeps>()
const audit = { category: 'Device', resource: 'Transfer' } as const

const changingRoutes: readonly Route<TransferRouteDeps>[] = [
  route({
    method: 'POST',
    path: '/transfers',
    permission: 'transfers.offer',
    audit,
    summary:
      'Offer devices to a named tenant, or to anyone who has the code, which is shown only now.',
    body: offerRequest,
    status: 201,
    answer: newTransferAnswer,
    handle: async ({ ports, caller, body }) => {
      const { to, ...offer } = body
      const place = to && ('tenantId' in to ? to.tenantId : to.tenantDomain)
      const { transfer, code } = await offerTransfer(ports, caller, { ...offer, to: place })
      ports.onEvent()
      return { ...presentTransfer(transfer, caller.tenantId), code }
    },
  }),
  route({
    method: 'POST',
    path: '/transfers/accept',
    permission: 'transfers.accept',
    audit: { ...audit, action: 'accept' },
    summary: 'Take the devices over: the registrations move in one transaction.',
    body: acceptRequest,
    answer: transferAnswer,
    handle: async ({ ports, caller, body }) => {
      const transfer = await acceptTransfer(ports, caller, body)
      ports.onEvent()
      return presentTransfer(transfer, caller.tenantId)
    },
  }),
  route({
    method: 'POST',
    path: '/transfers/decline',
    permission: 'transfers.accept',
    audit: { ...audit, action: 'decline' },
    summary: 'Decline an offer.',
    body: namedRequest,
    answer: transferAnswer,
    handle: async ({ ports, caller, body }) =>
      presentTransfer(await declineTransfer(ports, caller, body), caller.tenantId),
  }),
  route({
    method: 'POST',
    path: '/transfers/:id/decline',
    permission: 'transfers.accept',
    audit: { ...audit, action: 'decline' },
    summary: 'Decline an offer that is for this tenant by name.',
    answer: transferAnswer,
    handle: async ({ ports, caller, parameter }) => {
      const transferId = parameter('id', ids.transfer)
      return presentTransfer(await declineTransfer(ports, caller, { transferId }), caller.tenantId)
    },
  }),
  route({
    method: 'POST',
    path: '/transfers/:id/withdraw',
    permission: 'transfers.offer',
    audit: { ...audit, action: 'withdraw' },
    summary: 'Take an offer back that nobody has accepted.',
    answer: transferAnswer,
    handle: async ({ ports, caller, parameter }) => {
      const id = parameter('id', ids.transfer)
      return presentTransfer(await withdrawTransfer(ports, caller, id), caller.tenantId)
    },
  }),
]

export const transferRoutes = [
  ...transferReadingRoutes,
  ...changingRoutes,
  ...transferDisputeRoutes,
]
