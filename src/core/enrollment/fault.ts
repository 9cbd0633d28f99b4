/** Why a device may not enroll. A closed set: Windows shows an error code of its own for each. */

export type EnrollmentFaultCode =
  | 'message-format'
  | 'authentication'
  | 'authorization'
  | 'certificate-request'
  | 'enrollment-server'
  | 'internal-service-fault'
  | 'invalid-security'
  | 'device-cap-reached'
  | 'device-not-supported'
  | 'not-supported'
  | 'not-eligible-to-renew'
  | 'in-maintenance'
  | 'user-license'
  | 'enrollment-data-invalid'

/** The message is written for the administrator who reads the device's log. */
export class EnrollmentFault extends Error {
  readonly code: EnrollmentFaultCode

  constructor(code: EnrollmentFaultCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'EnrollmentFault'
    this.code = code
  }
}
