/** Requests that could not be read: a body that is not JSON or has unknown members, meaningless options. */
import { DomainError } from '../../core/errors.ts'

class Unread extends DomainError {}

export function unread(message: string, cause?: unknown): DomainError {
  return new Unread('request-invalid', message, cause === undefined ? undefined : { cause })
}

export function isUnread(error: DomainError): boolean {
  return error instanceof Unread
}
