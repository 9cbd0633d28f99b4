/**
 * The edge towards managed devices. Enrollment refuses by the SOAP faults of MS-MDE2, whose codes Windows shows;
 * sessions by an HTTP status without a body.
 */
import type { ErrorHandler, NotFoundHandler } from 'hono'
import { UnreadableXml } from 'taxiway-device/xml/scan'
import { EnrollmentFault, type EnrollmentFaultCode } from '../../core/enrollment/fault.ts'
import type { DomainErrorCode } from '../../core/errors.ts'
import { failureOf, retryHeader } from '../http/failure.ts'
import { plainStatuses } from '../http/plain-statuses.ts'
import type { RequestEnv } from '../http/request-context.ts'
import { faultAnswer } from './enrollment/fault-answer.ts'
import { messageIdOf } from './enrollment/soap.ts'

const faults = {
  'request-invalid': 'message-format',
  'not-authenticated': 'authentication',
  'not-permitted': 'authorization',
  'approval-required': 'authorization',
  'approval-changed': 'enrollment-server',
  'approval-needs-another-person': 'authorization',
  'plan-ambiguous': 'enrollment-server',
  'device-not-found': 'enrollment-server',
  'import-not-found': 'enrollment-server',
  'not-found': 'enrollment-server',
  conflict: 'enrollment-server',
  'version-conflict': 'enrollment-server',
  'key-reused': 'enrollment-server',
  'no-relationship': 'enrollment-server',
  'relationship-request-decided': 'enrollment-server',
  'identifier-not-of-channel': 'enrollment-server',
  'channel-retired': 'enrollment-server',
  throttled: 'enrollment-server',
  'route-not-found': 'message-format',
  'method-not-allowed': 'message-format',
  'too-large': 'message-format',
  'unsupported-encoding': 'message-format',
  unavailable: 'enrollment-server',
} as const satisfies Record<DomainErrorCode, EnrollmentFaultCode>

export function mdmErrors(
  report: (error: Error, requestId: string) => void,
): ErrorHandler<RequestEnv> {
  return (error, c) => {
    const requestId = c.get('requestId')
    const isRefusal = error instanceof EnrollmentFault || error instanceof UnreadableXml
    const failure = failureOf(error)
    if (failure.isOurs && !isRefusal) report(error, requestId)
    if (isEnrollment(c.req.path))
      return faultAnswer(faultOf(error), { requestId, relatesTo: messageIdOf(c.req.raw) })
    const status = error instanceof UnreadableXml ? unreadableStatus(error) : failure.status
    return c.body(null, status, retryHeader(failure))
  }
}

export const noSuchMdmRoute: NotFoundHandler<RequestEnv> = (c) => c.body(null, 404)

function faultOf(error: Error): EnrollmentFault {
  if (error instanceof EnrollmentFault) return error
  if (error instanceof UnreadableXml) return new EnrollmentFault('message-format', error.message)
  const { code, message } = failureOf(error)
  return new EnrollmentFault(
    code === 'internal-error' ? 'internal-service-fault' : faults[code],
    message,
  )
}

function unreadableStatus({ code }: UnreadableXml): 400 | 413 {
  return code === 'too-long' ? plainStatuses['too-large'] : plainStatuses['request-invalid']
}

function isEnrollment(path: string): boolean {
  return path.toLowerCase().startsWith('/enrollmentserver')
}
