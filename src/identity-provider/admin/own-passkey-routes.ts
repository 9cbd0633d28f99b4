/** Adding one's own passkey: what the browser is asked for, and what it answers. */
import type { Person } from '../../core/directory/user.ts'
import { DomainError } from '../../core/errors.ts'
import { newUuid } from '../../core/uuid.ts'
import { type Route, routesWith } from '../../surfaces/http/route.ts'
import { addPasskey, creationOptions } from '../core/factors/passkeys/passkey-steps.ts'
import { newPasskeyRequest, passkeyOptionsAnswer } from './factor-contract.ts'
import { named, type OwnFactorDeps, permission, wholePerson } from './own-factor-ports.ts'

const route = routesWith<OwnFactorDeps>()

export const ownPasskeyRoutes: readonly Route<OwnFactorDeps>[] = [
  route({
    method: 'POST',
    path: '/me/passkey-options',
    permission,
    audit: named('Passkey', 'options'),
    summary: 'What the browser must be asked for to add a passkey.',
    answer: passkeyOptionsAnswer,
    handle: async ({ ports, caller }) => {
      const person = await wholePerson(ports, caller)
      const id = newUuid()
      return { id, options: await creationOptions(ports, visitOf(person, id)) }
    },
  }),
  route({
    method: 'POST',
    path: '/me/passkeys',
    permission,
    audit: named('Passkey'),
    summary: 'Add a passkey by the browser’s answer.',
    body: newPasskeyRequest,
    status: 204,
    handle: async ({ ports, caller, body }) => {
      const visit = visitOf(await wholePerson(ports, caller), body.id)
      const { displayName = '', answer } = body
      const verdict = await addPasskey(ports, visit, { answer, displayName, now: ports.now() })
      if (verdict.kind !== 'right')
        throw new DomainError('request-invalid', 'The passkey could not be added.')
      return undefined
    },
  }),
]

function visitOf(person: Person, session: string) {
  return { person, session, userVerified: person.roles.length > 0 }
}
