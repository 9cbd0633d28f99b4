/** What the authority refuses about a request as such, and what is the authority's own fault. See fault.ts for the marks. */
import type { Fault } from './fault.ts'

/** [documented] */
export const tooManySignIns: Fault = {
  status: 429,
  error: 'temporarily_unavailable',
  aadsts: 90033,
  text: 'Too many sign-ins were begun from here. Try again later.',
}

/** [captured] */
export function unsupportedGrant(grantType: string): Fault {
  return {
    status: 400,
    error: 'unsupported_grant_type',
    aadsts: 70003,
    text: `The app requested an unsupported grant type '${grantType}'.`,
  }
}

/** [observed] */
export function missingParameter(name: string): Fault {
  return {
    status: 400,
    error: 'invalid_request',
    aadsts: 900144,
    text: `The request body must contain the following parameter: '${name}'.`,
    hasPage: true,
  }
}

/** [observed] */
export const malformedRequest: Fault = {
  status: 400,
  error: 'invalid_request',
  aadsts: 9002313,
  text: 'Invalid request. Request is malformed or invalid.',
  hasPage: true,
}

/** [inferred] */
export const tooLarge: Fault = { ...malformedRequest, status: 413 }

/** [documented] */
export const internalFault: Fault = {
  status: 500,
  error: 'server_error',
  aadsts: 50000,
  text: "There's an issue with our sign-in service. Try again.",
}

/** [documented]; too many ask for tokens at this moment. */
export function busy(retryAfter: number): Fault {
  return {
    status: 503,
    error: 'temporarily_unavailable',
    aadsts: 90033,
    text: 'A transient error has occurred. Please try again.',
    retryAfter,
  }
}
