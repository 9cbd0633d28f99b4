/** Public keys with which applications authenticate where they have no certificate. A private key is refused. */
import {
  type ApplicationDeps,
  findApplication,
} from '../../../core/applications/manage-applications.ts'
import { registerKey, removeKey } from '../../../core/applications/manage-keys.ts'
import { ids } from '../../../core/id-kinds.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { listOf } from '../contract.ts'
import { keyAnswer, keyRequest } from './application-contract.ts'
import { presentKey } from './present-application.ts'

const audit = { category: 'Application', resource: 'Application', action: 'keys' } as const
const route = routesWith<ApplicationDeps>()

export const keyRoutes: readonly Route<ApplicationDeps>[] = [
  route({
    method: 'GET',
    path: '/applications/:id/keys',
    permission: 'applications.read',
    summary:
      'Its public keys by their thumbprints; the keys of its certificates are not among them.',
    answer: listOf(keyAnswer),
    handle: async ({ ports, caller, parameter }) => {
      const id = parameter('id', ids.application)
      return { value: (await findApplication(ports, caller.tenantId, id)).keys.map(presentKey) }
    },
  }),
  route({
    method: 'POST',
    path: '/applications/:id/keys',
    permission: 'applications.write',
    audit,
    summary:
      'Register one more public key, as an RSA JWK of 2048 bits or more for RS256. The same key again changes its kid and its end.',
    body: keyRequest,
    status: 201,
    answer: keyAnswer,
    handle: async ({ ports, caller, body: { key, expiresAt }, parameter }) => {
      const wanted = {
        applicationId: parameter('id', ids.application),
        key,
        ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }),
      }
      return presentKey(await registerKey(ports, caller, wanted))
    },
  }),
  route({
    method: 'DELETE',
    path: '/applications/:application/keys/:id',
    permission: 'applications.write',
    audit,
    summary: 'Remove a key. Tokens that were issued for it end within the hour.',
    status: 204,
    handle: async ({ ports, caller, parameter }) => {
      const applicationId = parameter('application', ids.application)
      const keyId = parameter('id', ids.applicationKey)
      await removeKey(ports, caller.tenantId, { applicationId, keyId })
      return undefined
    },
  }),
]
