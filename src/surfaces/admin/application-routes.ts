/** Applications and their secrets. A secret is shown when it is made, and never again. */
import type { Applications } from '../../core/applications/application.ts'
import {
  type ApplicationDeps,
  addSecret,
  findApplication,
  registerApplication,
  revokeSecret,
} from '../../core/applications/manage-applications.ts'
import {
  applicationAnswer,
  applicationRequest,
  credentialsAnswer,
  listOf,
  newSecretAnswer,
  secretAnswer,
  secretRequest,
} from './contract.ts'
import { presentApplication, presentSecret } from './present.ts'
import { type AdminRoute, route } from './routes.ts'

export type ApplicationRouteDeps = ApplicationDeps & {
  readonly applications: Pick<Applications, 'list'>
}

export function applicationRoutes(deps: ApplicationRouteDeps): readonly AdminRoute[] {
  return [
    route({
      method: 'GET',
      path: '/applications',
      permission: 'applications.read',
      summary: 'The applications of the tenant.',
      answer: listOf(applicationAnswer),
      handle: async ({ caller }) => ({
        value: (await deps.applications.list(caller.tenantId)).map(presentApplication),
      }),
    }),
    route({
      method: 'POST',
      path: '/applications',
      permission: 'applications.write',
      summary: 'Register an application with roles that you have. Its secret is shown only now.',
      body: applicationRequest,
      status: 201,
      answer: credentialsAnswer,
      handle: ({ caller, body }) => registerApplication(deps, caller, body),
    }),
    route({
      method: 'GET',
      path: '/applications/:id/secrets',
      permission: 'applications.read',
      summary: 'When secrets were made and when they expire; never the secrets.',
      answer: listOf(secretAnswer),
      handle: async ({ caller, parameter }) => {
        const { tenantId, id } = await findApplication(deps, caller.tenantId, parameter('id'))
        return { value: (await deps.secrets.list(tenantId, id)).map(presentSecret) }
      },
    }),
    route({
      method: 'POST',
      path: '/applications/:id/secrets',
      permission: 'applications.write',
      summary: 'Give it one more secret, shown only now.',
      body: secretRequest,
      status: 201,
      answer: newSecretAnswer,
      handle: async ({ caller, body, parameter }) => {
        const made = await addSecret(deps, caller, {
          applicationId: parameter('id'),
          ...(body.expiresAt !== undefined && { expiresAt: new Date(body.expiresAt) }),
        })
        return { ...presentSecret(made), secret: made.secret }
      },
    }),
    route({
      method: 'DELETE',
      path: '/applications/:application/secrets/:id',
      permission: 'applications.write',
      summary: 'Revoke a secret. Tokens that were issued for it end within the hour.',
      status: 204,
      handle: async ({ caller, parameter }) => {
        const applicationId = parameter('application')
        await revokeSecret(deps, caller.tenantId, { applicationId, secretId: parameter('id') })
        return undefined
      },
    }),
  ]
}
