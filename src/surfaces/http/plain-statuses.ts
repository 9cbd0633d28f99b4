/** The HTTP status of each refusal, for surfaces whose protocol has no error codes of its own. */
import type { DomainErrorCode } from '../../core/errors.ts'

export const plainStatuses = {
  'request-invalid': 400,
  'not-authenticated': 401,
  'not-permitted': 403,
  'approval-required': 403,
  'approval-changed': 409,
  'approval-needs-another-person': 403,
  'plan-ambiguous': 409,
  'device-not-found': 404,
  'import-not-found': 404,
  'not-found': 404,
  conflict: 409,
  'version-conflict': 412,
  'key-reused': 422,
  'no-relationship': 403,
  'relationship-request-decided': 409,
  'identifier-not-of-channel': 400,
  'channel-retired': 410,
  throttled: 429,
  'route-not-found': 404,
  'method-not-allowed': 405,
  'too-large': 413,
  'unsupported-encoding': 415,
  unavailable: 503,
} as const satisfies Record<DomainErrorCode, number>
