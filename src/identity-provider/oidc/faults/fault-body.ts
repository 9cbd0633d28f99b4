/** How a refusal looks on the wire: Entra's error body, whose member order and time format are the captured ones. */
import { randomUUID } from 'node:crypto'
import { loginOrigin } from 'taxiway-autopilot'
import { parseUuid } from '../../../core/uuid.ts'
import type { Fault } from './fault.ts'

/** The error body with a trace id of its own. */
export function faultBody(fault: Fault, correlationId: string, now: Date) {
  const traceId = randomUUID()
  const timestamp = `${now.toISOString().slice(0, 19).replace('T', ' ')}Z`
  const { aadsts, error, text } = fault
  return {
    error,
    error_description: `AADSTS${aadsts}: ${text} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [aadsts],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    ...(fault.suberror !== undefined && { suberror: fault.suberror }),
    ...(fault.hasPage && { error_uri: `${loginOrigin}/error?code=${aadsts}` }),
  }
}

/** The client's own id of the request, from header or query, where it is a UUID; otherwise a new one. */
export function correlationIdOf(request: Request): string {
  const fromQuery = new URL(request.url).searchParams.get('client-request-id')
  return parseUuid(request.headers.get('client-request-id') ?? fromQuery ?? '') ?? randomUUID()
}
