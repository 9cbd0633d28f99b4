/** `POST /ztd/v1/certificate`: a device with a session gets the certificate for its management, without SOAP. */
import type { Context } from 'hono'
import { DeploymentRefusal } from '../../core/deployment/refusal.ts'
import { type FindSession, sessionOf } from '../../core/deployment/session.ts'
import { type EnrollDeps, enrollDevice } from '../../core/enrollment/enroll.ts'
import { EnrollmentFault } from '../../core/enrollment/fault.ts'
import type { RequestEnv } from '../http/request-context.ts'
import { certificateRequest } from './contract.ts'
import { readDeviceBody } from './read-body.ts'

export type CertificateRouteDeps = {
  readonly enroll: EnrollDeps
  readonly findSession: FindSession
  /** Where an enrolled device comes for management. */
  readonly managementUrl: string
}

export function certificateRoute({ enroll, findSession, managementUrl }: CertificateRouteDeps) {
  return async (c: Context<RequestEnv>): Promise<Response> => {
    const session = await sessionOf(findSession, c.req.header('authorization'))
    const body = await readDeviceBody(c, certificateRequest)
    const { tenantId, deviceId: registrationId } = session
    const enrolled = await enrollDevice(
      enroll,
      {
        tenantId,
        registrationId,
        means: 'deployment',
        ownership: 'corporate',
        user: null,
        tokenId: null,
      },
      {
        deviceId: body.deviceId,
        hardwareId: null,
        deviceName: body.deviceName ?? null,
        osEdition: null,
        osVersion: body.osVersion ?? null,
        deviceType: null,
        enrollmentType: 'device',
        statedRegistrationId: null,
        isInOobe: true,
        certificateRequest: body.certificateRequest,
      },
    ).catch(refuse)
    return c.json(
      {
        enrollmentId: enrolled.id,
        deviceId: enrolled.deviceId,
        certificate: enrolled.certificate.der.toString('base64'),
        authority: enrolled.authority.toString('base64'),
        expiresAt: enrolled.certificate.expiresAt.toISOString(),
        managementUrl,
      },
      201,
      { 'cache-control': 'no-store' },
    )
  }
}

function refuse(error: unknown): never {
  if (!(error instanceof EnrollmentFault)) throw error
  if (error.code === 'certificate-request')
    throw new DeploymentRefusal('certificate-request-invalid', error.message)
  if (error.code === 'device-not-supported')
    throw new DeploymentRefusal('enrollment-blocked', error.message, { hresult: '0x80180014' })
  throw new DeploymentRefusal('enrollment-refused', error.message, { reason: error.code })
}
