/** Certificates with which applications authenticate. Only the public part is ever sent here. */
import {
  type ApplicationDeps,
  findApplication,
} from '../../../core/applications/manage-applications.ts'
import {
  registerCertificate,
  removeCertificate,
} from '../../../core/applications/manage-certificates.ts'
import { ids } from '../../../core/id-kinds.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { listOf } from '../contract.ts'
import { certificateAnswer, certificateRequest } from './application-contract.ts'
import { presentCertificate } from './present-application.ts'

const audit = { category: 'Application', resource: 'Application', action: 'certificates' } as const
const route = routesWith<ApplicationDeps>()

export const certificateRoutes: readonly Route<ApplicationDeps>[] = [
  route({
    method: 'GET',
    path: '/applications/:id/certificates',
    permission: 'applications.read',
    summary: 'Its certificates with thumbprints and ends.',
    answer: listOf(certificateAnswer),
    handle: async ({ ports, caller, parameter }) => {
      const { tenantId, id } = await findApplication(
        ports,
        caller.tenantId,
        parameter('id', ids.application),
      )
      return { value: (await ports.certificates.list(tenantId, id)).map(presentCertificate) }
    },
  }),
  route({
    method: 'POST',
    path: '/applications/:id/certificates',
    permission: 'applications.write',
    audit,
    summary: 'Register one more certificate, as PEM or as DER in Base64.',
    body: certificateRequest,
    status: 201,
    answer: certificateAnswer,
    handle: async ({ ports, caller, body, parameter }) =>
      presentCertificate(
        await registerCertificate(ports, caller, {
          applicationId: parameter('id', ids.application),
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
    audit,
    summary: 'Remove a certificate. Tokens that were issued for it end within the hour.',
    status: 204,
    handle: async ({ ports, caller, parameter }) => {
      const applicationId = parameter('application', ids.application)
      const certificateId = parameter('id', ids.certificate)
      await removeCertificate(ports, caller.tenantId, { applicationId, certificateId })
      return undefined
    },
  }),
]
