/** The OEM edge: every failure leaves here as `{ error: { code, message, requestId } }`. */
import { jsonErrors, noSuchJsonRoute } from '../http/json-errors.ts'

export const oemErrors = jsonErrors

export const noSuchOemRoute = noSuchJsonRoute(
  'OEMs use /oem/v1/{devices,submissions,inventory,consents/validate,consent-link}.',
)
