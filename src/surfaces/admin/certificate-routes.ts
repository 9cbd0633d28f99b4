/** Certificates that applications prove themselves with. Only the public part is ever sent here. */
import {
  type ApplicationDeps,
  findApplication,
} from '../../core/applications/manage-applications.ts'
import {
  registerCertificate,
  removeCertificate,
} from '../../core/applications/manage-certificates.ts'
import { certificateAnswer, certificateRequest, listOf } from './contract.ts'
import { presentCertificate } from './present.ts'
import { type AdminRoute, route } from './routes.ts'

export function certificateRoutes(deps: ApplicationDeps): readonly AdminRoute[] {
  return [
    route({
      method: 'GET',
      path: '/applications/:id/certificates',
      permission: 'applications.read',
      summary: 'Its certificates with thumbprints and ends.',
      answer: listOf(certificateAnswer),
      handle: async ({ caller, parameter }) => {
        const { tenantId, id } = await findApplication(deps, caller.tenantId, parameter('id'))
        return { value: (await deps.certificates.list(tenantId, id)).map(presentCertificate) }
      },
    }),
    route({
      method: 'POST',
      path: '/applications/:id/certificates',
      permission: 'applications.write',
      summary: 'Register one more certificate, as PEM or as DER in Base64.',
      body: certificateRequest,
      status: 201,
      answer: certificateAnswer,
      handle: async ({ caller, body, parameter }) =>
        presentCertificate(
          await registerCertificate(deps, caller, {
            applicationId: parameter('id'),
            certificate: body.certificate.includes('-----BEGIN')
              ? body.certificate
              : Buffer.from(body.certificate, 'base64'),
            displayName: body.displayName,
          }),
        ),
    }),
    route({
      method: 'DELETE',
      path: '/applications/:application/certificates/:id',
      permission: 'applications.write',
      summary: 'Remove a certificate. Tokens that were issued for it end within the hour.',
      status: 204,
      handle: async ({ caller, parameter }) => {
        const applicationId = parameter('application')
        const certificateId = parameter('id')
        await removeCertificate(deps, caller.tenantId, { applicationId, certificateId })
        return undefined
      },
    }),
  ]
}
