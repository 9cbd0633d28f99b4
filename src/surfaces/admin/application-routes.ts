/** Applications, how people sign in to them, and their secrets. A secret is shown when it is made, and never again. */
import type { Applications } from '../../core/applications/application.ts'
import { changeApplication } from '../../core/applications/change-application.ts'
import { allowForAll, endForAll } from '../../core/applications/consent-for-all.ts'
import {
  type ApplicationDeps,
  addSecret,
  findApplication,
  registerApplication,
  removeApplication,
  revokeSecret,
} from '../../core/applications/manage-applications.ts'
import {
  applicationAnswer,
  applicationChange,
  applicationRequest,
  consentRequest,
  credentialsAnswer,
  listOf,
  newSecretAnswer,
  secretAnswer,
  secretRequest,
} from './contract.ts'
import { presentApplication, presentSecret } from './present.ts'
import { type AdminRoute, route } from './routes.ts'

export type ApplicationRouteDeps = ApplicationDeps & {
  readonly applications: Pick<Applications, 'list' | 'consent' | 'withdrawConsent'>
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
      summary:
        'Register an application with roles that you have. Its secret, if it keeps one, is shown only now.',
      body: applicationRequest,
      status: 201,
      answer: credentialsAnswer,
      handle: ({ caller, body }) => registerApplication(deps, caller, body),
    }),
    route({
      method: 'DELETE',
      path: '/applications/:id',
      permission: 'applications.write',
      summary:
        'Delete an application with its secrets. Its tokens are refused within five seconds.',
      status: 204,
      handle: async ({ caller, parameter }) => {
        await removeApplication(deps, caller, parameter('id'))
        return undefined
      },
    }),
    route({
      method: 'GET',
      path: '/applications/:id',
      permission: 'applications.read',
      summary: 'One application by its client id.',
      answer: applicationAnswer,
      handle: async ({ caller, parameter }) =>
        presentApplication(await findApplication(deps, caller.tenantId, parameter('id'))),
    }),
    route({
      method: 'PATCH',
      path: '/applications/:id',
      permission: 'applications.write',
      summary:
        'Stop it, let it work again, or change name, roles, kind, redirect URIs or delegated scopes; only what is named. It acts within five seconds, on tokens too.',
      body: applicationChange,
      answer: applicationAnswer,
      handle: async ({ caller, body, parameter }) =>
        presentApplication(
          await changeApplication(deps, caller, { ...body, applicationId: parameter('id') }),
        ),
    }),
    route({
      method: 'POST',
      path: '/applications/:id/consent',
      permission: 'applications.write',
      summary: 'Allow it delegated scopes for everybody in the tenant.',
      body: consentRequest,
      answer: applicationAnswer,
      handle: async ({ caller, body, parameter }) =>
        presentApplication(
          await allowForAll(deps, caller, { ...body, applicationId: parameter('id') }),
        ),
    }),
    route({
      method: 'DELETE',
      path: '/applications/:id/consent',
      permission: 'applications.write',
      summary: 'End what it was allowed for everybody in the tenant.',
      status: 204,
      handle: async ({ caller, parameter }) => {
        await endForAll(deps, caller.tenantId, parameter('id'))
        return undefined
      },
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
          displayName: body.displayName,
          ...(body.expiresAt !== undefined && { expiresAt: new Date(body.expiresAt) }),
        })
        return { ...presentSecret(made), secret: made.secret }
      },
    }),
    route({
      method: 'DELETE',
      path: '/applications/:application/secrets/:id',
      permission: 'applications.write',
      summary:
        'Revoke a secret. Tokens that were issued for it end within the hour; to end them at once, stop the application.',
      status: 204,
      handle: async ({ caller, parameter }) => {
        const applicationId = parameter('application')
        await revokeSecret(deps, caller.tenantId, { applicationId, secretId: parameter('id') })
        return undefined
      },
    }),
  ]
}
