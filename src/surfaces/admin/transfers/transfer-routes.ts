/** Transfers between tenants of the installation: both sides, and the operator who decides disputes. */
import { DomainError } from '../../../core/errors.ts'
import { type DeviceId, ids, type TenantId } from '../../../core/ids.ts'
import {
  acceptTransfer,
  answerDispute,
  decideDispute,
  declineTransfer,
  disputeTransfer,
  offerTransfer,
  openFor,
  type TransferDeps,
  transferOf,
  withdrawTransfer,
} from '../../../core/transfers/manage-transfers.ts'
import type { ReleaseCertificate } from '../../../core/transfers/transfer.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import { listOf } from '../contract.ts'
import {
  acceptRequest,
  answerRequest,
  certificatesAnswer,
  decisionRequest,
  disputeRequest,
  namedRequest,
  newTransferAnswer,
  offerRequest,
  presentCertificate,
  presentTransfer,
  transferAnswer,
} from './transfer-contract.ts'

export type TransferRouteDeps = TransferDeps & {
  /** Of a registration of the tenant, oldest first. */
  readonly certificatesOf: (
    tenantId: TenantId,
    id: DeviceId,
  ) => Promise<readonly ReleaseCertificate[]>
  readonly publicUrl: string
  /** Deliveries may be due. */
  readonly onEvent: () => void
}

const route = routesWith<TransferRouteDeps>()
const audit = { category: 'Device', resource: 'Transfer' } as const

const readingRoutes: readonly Route<TransferRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/transfers',
    permission: 'transfers.read',
    summary: 'Transfers that the tenant gives or receives, newest first.',
    answer: listOf(transferAnswer),
    handle: async ({ ports, caller: { tenantId } }) => ({
      value: (await ports.transfers.list(tenantId)).map((each) => presentTransfer(each, tenantId)),
    }),
  }),
  route({
    method: 'GET',
    path: '/transfers/disputed',
    permission: 'tenants.write',
    summary: 'Disputes of all tenants about transfers that wait for the operator.',
    answer: listOf(transferAnswer),
    handle: async ({ ports, caller: { tenantId } }) => ({
      value: (await ports.transfers.listDisputed()).map((each) => presentTransfer(each, tenantId)),
    }),
  }),
  route({
    method: 'GET',
    path: '/transfers/:id',
    permission: 'transfers.read',
    summary: 'One of them.',
    answer: transferAnswer,
    handle: async (input) => presentTransfer(await named(input), input.caller.tenantId),
  }),
  route({
    method: 'GET',
    path: '/transfers/:id/certificates',
    permission: 'transfers.read',
    summary: 'The release certificates of a completed transfer, one for each device.',
    answer: certificatesAnswer,
    handle: async (input) => {
      const { transfers, publicUrl } = input.ports
      const found = await transfers.certificates(await named(input))
      return { certificates: found.map((each) => presentCertificate(each, publicUrl)) }
    },
  }),
  route({
    method: 'GET',
    path: '/release-certificates/:id',
    permission: 'transfers.read',
    summary:
      'The certificates of a registration, by its id: that it was released, transferred, or that its board was replaced.',
    answer: certificatesAnswer,
    handle: async ({ ports, caller: { tenantId }, parameter }) => {
      const id = parameter('id', ids.device)
      const found = await ports.certificatesOf(tenantId, id)
      if (found.length === 0)
        throw new DomainError('not-found', `There is no certificate of a registration '${id}'.`)
      return { certificates: found.map((each) => presentCertificate(each, ports.publicUrl)) }
    },
  }),
  route({
    method: 'POST',
    path: '/transfers/look',
    permission: 'transfers.read',
    summary: 'What an offer is about, by its code: how many devices of which model.',
    body: namedRequest,
    answer: transferAnswer,
    handle: async ({ ports, caller, body }) =>
      presentTransfer(await openFor(ports, caller, body), caller.tenantId),
  }),
]

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

const disputeRoutes: readonly Route<TransferRouteDeps>[] = [
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

export const transferRoutes = [...readingRoutes, ...changingRoutes, ...disputeRoutes]

function named({ ports, caller, parameter }: Input<TransferRouteDeps>) {
  return transferOf(ports, caller, parameter('id', ids.transfer))
}
