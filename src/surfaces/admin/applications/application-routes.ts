/**
 * Applications, how people sign in to them, and their secrets. A secret is shown when it is created, and never
 * again.
 */
import type { Applications } from '../../../core/applications/application.ts'
import { changeApplication } from '../../../core/applications/change-application.ts'
import { allowForAll, endForAll } from '../../../core/applications/consent-for-all.ts'
import {
  type ApplicationDeps,
  findApplication,
  registerApplication,
  removeApplication,
} from '../../../core/applications/manage-applications.ts'
import { addSecret, revokeSecret } from '../../../core/applications/manage-secrets.ts'
import { ids } from '../../../core/id-kinds.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { listOf } from '../contract.ts'
import {
  applicationAnswer,
  applicationChange,
  applicationRequest,
  consentRequest,
  credentialsAnswer,
  newSecretAnswer,
  secretAnswer,
  secretRequest,
} from './application-contract.ts'
import { presentApplication, presentSecret } from './present-application.ts'

export type ApplicationRouteDeps = ApplicationDeps & {
  readonly applications: Pick<Applications, 'list' | 'consent' | 'withdrawConsent'>
}

const audit = { category: 'Application', resource: 'Application' } as const
const route = routesWith<ApplicationRouteDeps>()

export const applicationRoutes: readonly Route<ApplicationRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/applications',
    permission: 'applications.read',
    summary: 'The applications of the tenant.',
    answer: listOf(applicationAnswer),
    handle: async ({ ports, caller }) => ({
      value: (await ports.applications.list(caller.tenantId)).map(presentApplication),
    }),
  }),
  route({
    method: 'POST',
    path: '/applications',
    permission: 'applications.write',
    audit,
    summary:
      'Register an application with roles that you have. Its secret, if it keeps one, is shown only now.',
    body: applicationRequest,
    status: 201,
    answer: credentialsAnswer,
    handle: ({ ports, caller, body }) => registerApplication(ports, caller, body),
  }),
  route({
    method: 'DELETE',
    path: '/applications/:id',
    permission: 'applications.write',
    audit,
    summary: 'Delete an application with its secrets. Its tokens are refused within five seconds.',
    status: 204,
    handle: ({ ports, caller, parameter }) =>
      removeApplication(ports, caller, parameter('id', ids.application)),
  }),
  route({
    method: 'GET',
    path: '/applications/:id',
    permission: 'applications.read',
    summary: 'One application by its client id.',
    answer: applicationAnswer,
    handle: async ({ ports, caller, parameter }) =>
      presentApplication(
        await findApplication(ports, caller.tenantId, parameter('id', ids.application)),
      ),
  }),
  route({
    method: 'PATCH',
    path: '/applications/:id',
    permission: 'applications.write',
    audit,
    summary:
      'Stop it, let it work again, or change name, roles, kind, redirect URIs or delegated scopes; only what is named. It acts within five seconds, on tokens too.',
    body: applicationChange,
    answer: applicationAnswer,
    handle: async ({ ports, caller, body, parameter }) =>
      presentApplication(
        await changeApplication(ports, caller, {
          ...body,
          applicationId: parameter('id', ids.application),
        }),
      ),
  }),
  route({
    method: 'POST',
    path: '/applications/:id/consent',
    permission: 'applications.write',
    audit: { ...audit, action: 'consent' },
    summary: 'Allow it delegated scopes for everybody in the tenant.',
    body: consentRequest,
    answer: applicationAnswer,
    handle: async ({ ports, caller, body, parameter }) =>
      presentApplication(
        await allowForAll(ports, caller, {
          ...body,
          applicationId: parameter('id', ids.application),
        }),
      ),
  }),
  route({
    method: 'DELETE',
    path: '/applications/:id/consent',
    permission: 'applications.write',
    audit: { ...audit, action: 'consent' },
    summary: 'End what it was allowed for everybody in the tenant.',
    status: 204,
    handle: ({ ports, caller, parameter }) =>
      endForAll(ports, caller.tenantId, parameter('id', ids.application)),
  }),
  route({
    method: 'GET',
    path: '/applications/:id/secrets',
    permission: 'applications.read',
    summary: 'When secrets were made and when they expire; never the secrets.',
    answer: listOf(secretAnswer),
    handle: async ({ ports, caller, parameter }) => {
      const { tenantId, id } = await findApplication(
        ports,
        caller.tenantId,
        parameter('id', ids.application),
      )
      return { value: (await ports.secrets.list(tenantId, id)).map(presentSecret) }
    },
  }),
  route({
    method: 'POST',
    path: '/applications/:id/secrets',
    permission: 'applications.write',
    audit: { ...audit, action: 'secrets' },
    summary: 'Give it one more secret, shown only now.',
    body: secretRequest,
    status: 201,
    answer: newSecretAnswer,
    handle: async ({ ports, caller, body, parameter }) => {
      const made = await addSecret(ports, caller, {
        applicationId: parameter('id', ids.application),
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
    audit: { ...audit, action: 'secrets' },
    summary:
      'Revoke a secret. Tokens that were issued for it end within the hour; to end them at once, stop the application.',
    status: 204,
    handle: async ({ ports, caller, parameter }) => {
      const applicationId = parameter('application', ids.application)
      await revokeSecret(ports, caller.tenantId, {
        applicationId,
        secretId: parameter('id', ids.secret),
      })
      return undefined
    },
  }),
]
