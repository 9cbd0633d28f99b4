/** Requests of `taxiway transfer`, which only a Taxiway server answers. */
import type {
  NamedTransfer,
  TransferAcceptance,
  TransferAnswer,
  TransferDispute,
  TransferOffer,
} from 'taxiway-autopilot/admin'
import type { Graph } from 'taxiway-graph-client'
import { ofTaxiway } from '../graph/taxiway-only.ts'

export const path = '/admin/v1/transfers'

export function nameOf(named: string): NamedTransfer {
  return /^[0-9a-f]{8}-/i.test(named) && named.length === 36
    ? { transferId: named }
    : { code: named }
}

type Sent =
  | TransferOffer
  | TransferAcceptance
  | TransferDispute
  | TransferAnswer
  | Record<string, never>

export async function sent<Answer>(graph: Graph, at: string, body: Sent): Promise<Answer> {
  return await ofTaxiway(graph, () => graph.post<Answer>(`${path}${at}`, JSON.stringify(body)))
}
