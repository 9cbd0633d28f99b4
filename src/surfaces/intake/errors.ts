/** The edge towards devices and technicians: every refusal as JSON, in words for the person there. */
import { jsonErrors, noSuchJsonRoute } from '../http/json-errors.ts'

export const intakeErrors = jsonErrors

export const noSuchIntakeRoute = noSuchJsonRoute(
  'Use POST /intake/v1/{submissions,status,devicelinks} or GET /intake/v1/script.',
)
