/** A person's own second factors, whatever their roles: the portal's page about them. */

import type { Caller } from '../../core/access/caller.ts'
import type { People, Person } from '../../core/directory/user.ts'
import { DomainError } from '../../core/errors.ts'
import { ids, newUuid } from '../../core/ids.ts'
import { type AuditName, type Route, routesWith } from '../../surfaces/http/route.ts'
import type { Attempts } from '../core/attempts.ts'
import { toBase32 } from '../core/factors/base32.ts'
import type { CodeLocks } from '../core/factors/code-lock.ts'
import type { Removals } from '../core/factors/delayed-removal.ts'
import { enrolApp, enrolmentUri, newSecret } from '../core/factors/enrol-app.ts'
import type { FactorStandings } from '../core/factors/factor-policy.ts'
import type { OathTokens } from '../core/factors/oath-token.ts'
import { activateOwnToken, ownerOf, requireOwner } from '../core/factors/own-factors.ts'
import { addPasskey, creationOptions, type PasskeyDeps } from '../core/factors/passkey-steps.ts'
import {
  keepRecoveryCodes,
  newRecoveryCodes,
  type RecoveryCodes,
} from '../core/factors/recovery-codes.ts'
import type { ProtocolState } from '../core/protocol-state.ts'
import {
  activateRequest,
  confirmAppRequest,
  factorsAnswer,
  newAppAnswer,
  newPasskeyRequest,
  passkeyOptionsAnswer,
  recoveryCodesAnswer,
} from './factor-contract.ts'
import { factorsOf } from './list-factors.ts'
import { ownRemovalRoutes } from './pending-removal-routes.ts'

export type OwnFactorDeps = PasskeyDeps & {
  readonly people: Pick<People, 'find' | 'endSignIns'>
  readonly attempts: Attempts
  readonly tokens: OathTokens
  readonly locks: CodeLocks
  readonly recovery: RecoveryCodes
  readonly removals: Removals
  readonly standings: FactorStandings
  readonly state: ProtocolState
  readonly now: () => Date
}

const permission = 'own-factors.write'

/** Seconds. */
const enrolmentLifetime = 15 * 60

const route = routesWith<OwnFactorDeps>()

function named(resource: string, action?: string): AuditName {
  return { category: 'User', resource, ...(action !== undefined && { action }) }
}

const appRoutes: readonly Route<OwnFactorDeps>[] = [
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
      await ports.state.put(keyOf(person, id), payload, { expiresIn: enrolmentLifetime })
      const label = { issuer: 'Taxiway', account: person.userPrincipalName }
      return { id, key: toBase32(secret), uri: enrolmentUri(secret, label) }
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
      if (found === undefined || !(await enrolApp(ports, person, proof)))
        throw new DomainError('request-invalid', 'That is not the code that the app should show.')
      await ports.state.destroy(key)
      return undefined
    },
  }),
]

const passkeyRoutes: readonly Route<OwnFactorDeps>[] = [
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

export const ownFactorRoutes: readonly Route<OwnFactorDeps>[] = [
  route({
    method: 'GET',
    path: '/me/factors',
    permission: 'own-factors.read',
    summary: 'Your own second factors.',
    answer: factorsAnswer,
    handle: async ({ ports, caller }) => await factorsOf(ports, ownerOf(caller)),
  }),
  route({
    method: 'POST',
    path: '/me/revoke-sessions',
    permission,
    audit: named('SignIns'),
    summary: 'End all your sign-ins, this one too: to be offered after a factor was changed.',
    status: 204,
    handle: async ({ ports, caller }) => {
      const { tenantId, id } = await requireOwner(ports.standings, caller, ports.now())
      await ports.people.endSignIns(tenantId, id)
      return undefined
    },
  }),
  ...appRoutes,
  ...passkeyRoutes,
  ...ownRemovalRoutes,
  route({
    method: 'POST',
    path: '/me/hardware-tokens/:id/activate',
    permission,
    audit: named('HardwareOathToken', 'activate'),
    summary: 'Activate the hardware token that you were given, by a code that it shows.',
    body: activateRequest,
    status: 204,
    handle: async ({ ports, caller, body, parameter }) => {
      const { code, nextCode } = body
      const codes = { code, now: ports.now(), ...(nextCode !== undefined && { nextCode }) }
      await activateOwnToken(ports, caller, { tokenId: parameter('id', ids.oathToken), ...codes })
      return undefined
    },
  }),
  route({
    method: 'POST',
    path: '/me/recovery-codes',
    permission,
    audit: named('RecoveryCode'),
    summary: 'Make ten new recovery codes. They are shown only now, and end the earlier ones.',
    answer: recoveryCodesAnswer,
    handle: async ({ ports, caller }) => {
      const codes = newRecoveryCodes()
      await keepRecoveryCodes(
        ports,
        await requireOwner(ports.standings, caller, ports.now()),
        codes,
      )
      return { codes }
    },
  }),
]

function keyOf({ tenantId, id }: Pick<Person, 'tenantId' | 'id'>, enrollment: string) {
  return { tenantId, kind: 'NewAuthenticatorApp', id: `${id}:${enrollment}` }
}

/** For people who have just proved their identity. */
async function wholePerson(deps: OwnFactorDeps, caller: Caller): Promise<Person> {
  const { tenantId, id } = await requireOwner(deps.standings, caller, deps.now())
  const person = await deps.people.find(tenantId, id)
  if (person === undefined) throw new DomainError('not-found', 'There is no such user.')
  return person
}

function visitOf(person: Person, session: string) {
  return { person, session, userVerified: person.roles.length > 0 }
}
