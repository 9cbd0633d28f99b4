/**
 * What failures have in common on every surface: the plain HTTP status, the wait, and whether it is an internal
 * error.
 */
import { DomainError, type DomainErrorCode } from '../../core/errors.ts'
import { plainStatuses } from './plain-statuses.ts'

/** Seconds to wait before retrying if an outage says nothing better. */
export const outageWait = 5

export type Failure = {
  readonly code: DomainErrorCode | 'internal-error'
  readonly message: string
  readonly status: (typeof plainStatuses)[DomainErrorCode] | 500
  /** Seconds, for `Retry-After`; every outage has it. */
  readonly retryAfter: number | undefined
  /** The id of what the refusal is about. */
  readonly subject?: string | undefined
  /** Internal, for the log; the client learns only that there was one. */
  readonly isOurs: boolean
}

export function failureOf(error: unknown): Failure {
  if (!(error instanceof DomainError))
    return {
      code: 'internal-error',
      message: 'An internal error occurred.',
      status: 500,
      retryAfter: undefined,
      isOurs: true,
    }
  const { code, message } = error
  const status = plainStatuses[code]
  const isOutage = status === 503
  return {
    code,
    message,
    status,
    retryAfter: error.retryAfter ?? (isOutage ? outageWait : undefined),
    subject: error.subject,
    isOurs: isOutage,
  }
}

type RetryAfter = { readonly retryAfter?: number | undefined }

/** The header, if the failure says how long to wait. */
export function retryHeader({ retryAfter }: RetryAfter): Record<string, string> {
  return retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
}
