/** The admin API's edge: every failure leaves here as `{ error: { code, message, requestId } }`, and nowhere else. */
import { jsonErrors, noSuchJsonRoute } from '../http/json-errors.ts'

export const adminErrors = jsonErrors

export const noSuchRoute = noSuchJsonRoute('See /admin/v1/openapi.json.')
