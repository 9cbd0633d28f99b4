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
  | 'route-not-found'
  | 'method-not-allowed'
  | 'too-large'
  | 'unavailable'

/** A refusal whose message is written for the client. */
export class DomainError extends Error {
  readonly code: DomainErrorCode

  constructor(code: DomainErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'DomainError'
    this.code = code
  }
}
