/**
 * Why a request is refused. A closed set: every surface maps every code in one table, so a new code does not
 * compile until every protocol has an answer. Rows that fail are data, not errors.
 */
export type DomainErrorCode =
  | 'request-invalid'
  | 'not-authenticated'
  | 'not-permitted'
  | 'approval-required'
  | 'approval-changed'
  | 'approval-needs-another-person'
  | 'plan-ambiguous'
  | 'device-not-found'
  | 'import-not-found'
  | 'not-found'
  | 'conflict'
  | 'version-conflict'
  | 'key-reused'
  | 'no-relationship'
  | 'relationship-request-decided'
  | 'identifier-not-of-channel'
  | 'channel-retired'
  | 'throttled'
  | 'route-not-found'
  | 'method-not-allowed'
  | 'too-large'
  | 'unsupported-encoding'
  | 'unavailable'

export type DomainErrorOptions = ErrorOptions & {
  /** Seconds after which the same request would be accepted. */
  readonly retryAfter?: number
  /** The id of what the refusal is about, such as the approval that it asks for. */
  readonly subject?: string
}

/** A refusal whose message is written for the client. */
export class DomainError extends Error {
  readonly code: DomainErrorCode
  /** Absent: retrying does not help, or it is unknown when it would. */
  readonly retryAfter?: number
  readonly subject?: string

  constructor(code: DomainErrorCode, message: string, options?: DomainErrorOptions) {
    super(message, options)
    this.name = 'DomainError'
    this.code = code
    if (options?.retryAfter !== undefined) this.retryAfter = options.retryAfter
    if (options?.subject !== undefined) this.subject = options.subject
  }
}

/** A request that cannot be carried out as it is. `what` is a sentence without its full stop. */
export function invalid(what: string): DomainError {
  return new DomainError('request-invalid', `${what}.`)
}
