/** The edge towards other management services: every failure leaves here as `{ error: { code, message, requestId } }`. */
import { jsonErrors, noSuchJsonRoute } from '../http/json-errors.ts'

export const relayErrors = jsonErrors

export const noSuchRelayRoute = noSuchJsonRoute('Results are relayed with POST /omadm/results.')
