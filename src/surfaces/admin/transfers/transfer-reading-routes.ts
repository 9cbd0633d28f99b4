/** Reading transfers, what an offer is about, and the certificates of what was given away. */
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import { openFor } from '../../../core/transfers/receive-transfer.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { cut, idPageQuery, oneMore, pageOf, presentPage } from '../contract.ts'
import {
  certificatesAnswer,
  namedRequest,
  presentCertificate,
  presentTransfer,
  transferAnswer,
} from './transfer-contract.ts'
import { named, type TransferRouteDeps } from './transfer-ports.ts'

const route = routesWith<TransferRouteDeps>()
const transferQuery = idPageQuery(ids.transfer)

export const transferReadingRoutes: readonly Route<TransferRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/transfers',
    permission: 'transfers.read',
    summary: 'Transfers that the tenant gives or receives, newest first.',
    query: transferQuery,
    answer: pageOf(transferAnswer),
    handle: async ({ ports, caller: { tenantId }, query }) => {
      const found = await ports.transfers.list(tenantId, oneMore(query))
      return presentPage(cut(found, query), (each) => presentTransfer(each, tenantId))
    },
  }),
  route({
    method: 'GET',
    path: '/transfers/disputed',
    permission: 'tenants.write',
    summary: 'Disputes of all tenants about transfers that wait for the operator.',
    query: transferQuery,
    answer: pageOf(transferAnswer),
    handle: async ({ ports, caller: { tenantId }, query }) => {
      const found = await ports.transfers.listDisputed(oneMore(query))
      return presentPage(cut(found, query), (each) => presentTransfer(each, tenantId))
    },
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
