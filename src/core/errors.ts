/**
 * Why a request is refused. A closed set: every surface answers each code through one table, so a new
 * code does not compile until every protocol knows what to say. Rows that fail are not errors but data.
 */
export type DomainErrorCode =
  | 'request-invalid'
  | 'not-authenticated'
  | 'not-permitted'
  | 'device-not-found'
  | 'import-not-found'
  | 'not-found'
  | 'conflict'
  | 'version-conflict'
  | 'throttled'
  | 'route-not-found'
  | 'method-not-allowed'
  | 'too-large'
  | 'unsupported-encoding'
  | 'unavailable'

export type DomainErrorOptions = ErrorOptions & {
  /** Seconds after which the same request would be taken. */
  readonly retryAfter?: number
}

/** A refusal whose message is written for the client. */
export class DomainError extends Error {
  readonly code: DomainErrorCode
  /** Absent: trying again changes nothing, or nobody knows when it would. */
  readonly retryAfter?: number

  constructor(code: DomainErrorCode, message: string, options?: DomainErrorOptions) {
    super(message, options)
    this.name = 'DomainError'
    this.code = code
    if (options?.retryAfter !== undefined) this.retryAfter = options.retryAfter
  }
}
