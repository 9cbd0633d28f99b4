/** The authority's edge: every failure leaves here as one of Entra's faults, for programs and on pages alike. */

import { Busy } from '../../core/bounded-line.ts'
import { DomainError, type DomainErrorCode } from '../../core/errors.ts'
import { outageWait } from '../../surfaces/http/failure.ts'
import { type Fault, Refused } from './faults/fault.ts'
import { busy, internalFault, malformedRequest, tooLarge } from './faults/request-faults.ts'

/**
 * What of the core reaches the authority at all is a matter of its input or of an outage; a code that says
 * something about devices or routes would be a mistake of ours.
 */
const faults = {
  'request-invalid': malformedRequest,
  'not-authenticated': internalFault,
  'not-permitted': internalFault,
  'approval-required': internalFault,
  'approval-changed': internalFault,
  'approval-needs-another-person': internalFault,
  'plan-ambiguous': internalFault,
  'device-not-found': internalFault,
  'import-not-found': internalFault,
  'not-found': malformedRequest,
  conflict: malformedRequest,
  'version-conflict': malformedRequest,
  'key-reused': malformedRequest,
  'no-relationship': malformedRequest,
  'relationship-request-decided': malformedRequest,
  'identifier-not-of-channel': malformedRequest,
  'channel-retired': malformedRequest,
  throttled: { ...busy(1), status: 429 },
  'route-not-found': malformedRequest,
  'method-not-allowed': malformedRequest,
  'too-large': tooLarge,
  'unsupported-encoding': malformedRequest,
  unavailable: busy(outageWait),
} as const satisfies Record<DomainErrorCode, Fault>

export type JudgedError = {
  readonly fault: Fault
  /** It is a failure of ours, for the log. */
  readonly ours: boolean
}

export function judgeError(error: unknown): JudgedError {
  if (error instanceof Refused) return { fault: error.fault, ours: false }
  if (error instanceof Busy) return { fault: busy(error.retryAfter), ours: false }
  if (!(error instanceof DomainError)) return { fault: internalFault, ours: true }
  const fault: Fault = faults[error.code]
  const { retryAfter = fault.retryAfter } = error
  return {
    fault: retryAfter === undefined ? fault : { ...fault, retryAfter },
    ours: fault.status >= 500,
  }
}
