/** Which import records are listed: the server sorts out what it can, and the rest is sorted out here. */
import { isMicrosoft } from 'taxiway-autopilot'
import { type Graph, GraphError } from 'taxiway-graph-client'
import { collection, type ReceiptOnServer } from '../wire.ts'
import type { Row } from './listed-row.ts'

export type Options = {
  readonly failed?: boolean
  readonly waiting?: boolean
  readonly since?: Date
  readonly reason?: string
  readonly limit?: number
}

/** The server sorts out what it can; one that knows no such filter is asked for everything. */
export async function* pagesOf(
  graph: Graph,
  options: Options,
): AsyncGenerator<readonly ReceiptOnServer[]> {
  const filter = isMicrosoft(graph.origin) ? '' : filterOf(options)
  const query = filter === '' ? '' : `?$filter=${encodeURIComponent(filter)}`
  try {
    yield* graph.pages<ReceiptOnServer>(collection + query)
  } catch (error) {
    if (query === '' || !(error instanceof GraphError) || error.status !== 400) throw error
    if (options.since !== undefined) throw error
    yield* graph.pages<ReceiptOnServer>(collection)
  }
}

function filterOf({ failed, waiting, since: from, reason }: Options): string {
  return [
    ...(failed || waiting || reason !== undefined ? ["state/deviceImportStatus eq 'error'"] : []),
    ...(from === undefined ? [] : [`createdDateTime ge ${from.toISOString()}`]),
    ...(reason === undefined ? [] : [reasonFilter(reason)]),
  ].join(' and ')
}

function reasonFilter(reason: string): string {
  return /^-?\d+$/.test(reason)
    ? `state/deviceErrorCode eq ${reason}`
    : `state/deviceErrorName eq '${reason.replaceAll("'", "''")}'`
}

/** Again, for servers that did not sort out anything. */
export function fits(
  { status, errorCode, errorName, conflictId }: Row,
  { failed, waiting, reason }: Options,
): boolean {
  if ((failed || waiting || reason !== undefined) && status !== 'error') return false
  if (waiting && conflictId === null) return false
  if (reason === undefined) return true
  return String(errorCode) === reason || errorName?.toLowerCase() === reason.toLowerCase()
}
