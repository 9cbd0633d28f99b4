/**
 * Refusals as the SOAP faults of MS-MDE2 2.2.10. Windows shows an HRESULT for each: 0x80180001 to 0x80180007 by the
 * subcode, 0x80180013 to 0x80180019 by the error type in the detail. [documented; 06, 07, 16 and 19 inferred]
 */

import { element, type Written } from 'taxiway-device/xml/write'
import type { EnrollmentFault, EnrollmentFaultCode } from '../../../core/enrollment/fault.ts'
import { soapAnswer } from './soap.ts'

type Told = {
  readonly subcode: string
  /** Absent: the subcode says it all. */
  readonly errorType?: string
  /** Of the subcode, if it is not SOAP's own. */
  readonly namespace?: string
}

const told = {
  'message-format': { subcode: 'MessageFormat' },
  authentication: { subcode: 'Authentication' },
  authorization: { subcode: 'Authorization' },
  'certificate-request': { subcode: 'CertificateRequest' },
  'enrollment-server': { subcode: 'EnrollmentServer' },
  'internal-service-fault': {
    subcode: 'InternalServiceFault',
    namespace: 'http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher',
  },
  'invalid-security': {
    subcode: 'InvalidSecurity',
    namespace: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd',
  },
  'device-cap-reached': { subcode: 'Authorization', errorType: 'DeviceCapReached' },
  'device-not-supported': { subcode: 'EnrollmentServer', errorType: 'DeviceNotSupported' },
  'not-supported': { subcode: 'EnrollmentServer', errorType: 'NotSupported' },
  'not-eligible-to-renew': { subcode: 'EnrollmentServer', errorType: 'NotEligibleToRenew' },
  'in-maintenance': { subcode: 'EnrollmentServer', errorType: 'InMaintenance' },
  'user-license': { subcode: 'Authorization', errorType: 'UserLicense' },
  'enrollment-data-invalid': { subcode: 'EnrollmentServer', errorType: 'EnrollmentDataInvalid' },
} as const satisfies Record<EnrollmentFaultCode, Told>

export function faultAnswer(
  { code, message }: Pick<EnrollmentFault, 'code' | 'message'>,
  exchange: { readonly requestId: string; readonly relatesTo: string | undefined },
): Response {
  return soapAnswer({
    ...exchange,
    action: 'http://schemas.microsoft.com/windows/pki/2009/01/enrollment/rstrc/wstep',
    message: fault(told[code], message, exchange.requestId),
    status: 500,
  })
}

function fault({ subcode, errorType, namespace }: Told, message: string, traceId: string): Written {
  const prefix = namespace === undefined ? 's' : 'f'
  const declared = namespace === undefined ? {} : { 'xmlns:f': namespace }
  return element(
    's:Fault',
    {},
    element(
      's:Code',
      {},
      element('s:Value', {}, 's:Receiver'),
      element('s:Subcode', {}, element('s:Value', declared, `${prefix}:${subcode}`)),
    ),
    element('s:Reason', {}, element('s:Text', { 'xml:lang': 'en-US' }, message)),
    ...(errorType === undefined ? [] : [detail(errorType, message, traceId)]),
  )
}

function detail(errorType: string, message: string, traceId: string): Written {
  return element(
    's:Detail',
    {},
    element(
      'DeviceEnrollmentServiceError',
      { xmlns: 'http://schemas.microsoft.com/windows/pki/2009/01/enrollment' },
      element('ErrorType', {}, errorType),
      element('Message', {}, message),
      element('TraceId', {}, traceId),
    ),
  )
}
