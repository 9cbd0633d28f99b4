/** Setting up one's own authenticator app: its key is shown once, and a code proves that it is there. */
import type { Person } from '../../core/directory/user.ts'
import { DomainError } from '../../core/errors.ts'
import { newUuid } from '../../core/uuid.ts'
import { type Route, routesWith } from '../../surfaces/http/route.ts'
import { toBase32 } from '../core/factors/codes/base32.ts'
import { enrollApp, enrollmentUri, newSecret } from '../core/factors/codes/enroll-app.ts'
import { requireOwner } from '../core/factors/own-factors.ts'
import { confirmAppRequest, newAppAnswer } from './factor-contract.ts'
import { named, type OwnFactorDeps, permission, wholePerson } from './own-factor-ports.ts'

/** Seconds. */
const enrollmentLifetime = 15 * 60

const route = routesWith<OwnFactorDeps>()

export const ownAppRoutes: readonly Route<OwnFactorDeps>[] = [
  route({
    method: 'POST',
    path: '/me/authenticator-apps',
    permission,
    audit: named('AuthenticatorApp'),
    summary: 'Begin to set up an authenticator app. Its key is shown only now.',
    answer: newAppAnswer,
    handle: async ({ ports, caller }) => {
      const person = await wholePerson(ports, caller)
      const [id, secret] = [newUuid(), newSecret()]
      const payload = { secret: secret.toString('base64') }
      await ports.state.put(keyOf(person, id), payload, { expiresIn: enrollmentLifetime })
      const label = { issuer: 'Taxiway', account: person.userPrincipalName }
      return { id, key: toBase32(secret), uri: enrollmentUri(secret, label) }
    },
  }),
  route({
    method: 'POST',
    path: '/me/authenticator-apps/confirm',
    permission,
    audit: named('AuthenticatorApp', 'confirm'),
    summary: 'Finish setting up an authenticator app with a code that it shows.',
    body: confirmAppRequest,
    status: 204,
    handle: async ({ ports, caller, body }) => {
      const person = await requireOwner(ports.standings, caller, ports.now())
      const key = keyOf(person, body.id)
      const found = await ports.state.find(key)
      const secret = Buffer.from(String(found?.payload['secret'] ?? ''), 'base64')
      const proof = { secret, code: body.code, now: ports.now() }
      if (found === undefined || !(await enrollApp(ports, person, proof)))
        throw new DomainError('request-invalid', 'That is not the code that the app should show.')
      await ports.state.destroy(key)
      return undefined
    },
  }),
]

function keyOf({ tenantId, id }: Pick<Person, 'tenantId' | 'id'>, enrollment: string) {
  return { tenantId, kind: 'NewAuthenticatorApp', id: `${id}:${enrollment}` }
}
