/** One's own second factors, for every person whatever the roles: the portal's page of them. */

import type { Caller } from '../../core/access/caller.ts'
import type { People, Person } from '../../core/directory/user.ts'
import { DomainError } from '../../core/errors.ts'
import { newUuid } from '../../core/ids.ts'
import { type AdminRoute, route } from '../../surfaces/admin/routes.ts'
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

export function ownFactorRoutes(deps: OwnFactorDeps): readonly AdminRoute[] {
  return [
    route({
      method: 'GET',
      path: '/me/factors',
      permission: 'own-factors.read',
      summary: 'Your own second factors.',
      answer: factorsAnswer,
      handle: async ({ caller }) => await factorsOf(deps, ownerOf(caller)),
    }),
    route({
      method: 'POST',
      path: '/me/revoke-sessions',
      permission,
      summary: 'End all your sign-ins, this one too: to be offered after a factor was changed.',
      status: 204,
      handle: async ({ caller }) => {
        const { tenantId, id } = await requireOwner(deps.standings, caller, deps.now())
        await deps.people.endSignIns(tenantId, id)
        return undefined
      },
    }),
    ...appRoutes(deps),
    ...passkeyRoutes(deps),
    ...ownRemovalRoutes(deps),
    route({
      method: 'POST',
      path: '/me/hardware-tokens/:id/activate',
      permission,
      summary: 'Activate the hardware token that you were given, by a code that it shows.',
      body: activateRequest,
      status: 204,
      handle: async ({ caller, body, parameter }) => {
        const { code, nextCode } = body
        const codes = { code, now: deps.now(), ...(nextCode !== undefined && { nextCode }) }
        await activateOwnToken(deps, caller, { tokenId: parameter('id'), ...codes })
        return undefined
      },
    }),
    route({
      method: 'POST',
      path: '/me/recovery-codes',
      permission,
      summary: 'Make ten new recovery codes. They are shown only now, and end the earlier ones.',
      answer: recoveryCodesAnswer,
      handle: async ({ caller }) => {
        const codes = newRecoveryCodes()
        await keepRecoveryCodes(deps, await requireOwner(deps.standings, caller, deps.now()), codes)
        return { codes }
      },
    }),
  ]
}

function appRoutes(deps: OwnFactorDeps): readonly AdminRoute[] {
  const keyOf = ({ tenantId, id }: Pick<Person, 'tenantId' | 'id'>, enrolment: string) => ({
    tenantId,
    kind: 'NewAuthenticatorApp',
    id: `${id}:${enrolment}`,
  })
  return [
    route({
      method: 'POST',
      path: '/me/authenticator-apps',
      permission,
      summary: 'Begin to set up an authenticator app. Its key is shown only now.',
      answer: newAppAnswer,
      handle: async ({ caller }) => {
        const person = await wholePerson(deps, caller)
        const [id, secret] = [newUuid(), newSecret()]
        const payload = { secret: secret.toString('base64') }
        await deps.state.put(keyOf(person, id), payload, { expiresIn: enrolmentLifetime })
        const label = { issuer: 'Taxiway', account: person.userPrincipalName }
        return { id, key: toBase32(secret), uri: enrolmentUri(secret, label) }
      },
    }),
    route({
      method: 'POST',
      path: '/me/authenticator-apps/confirm',
      permission,
      summary: 'Finish setting up an authenticator app with a code that it shows.',
      body: confirmAppRequest,
      status: 204,
      handle: async ({ caller, body }) => {
        const person = await requireOwner(deps.standings, caller, deps.now())
        const key = keyOf(person, body.id)
        const found = await deps.state.find(key)
        const secret = Buffer.from(String(found?.payload['secret'] ?? ''), 'base64')
        const proof = { secret, code: body.code, now: deps.now() }
        if (found === undefined || !(await enrolApp(deps, person, proof)))
          throw new DomainError('request-invalid', 'That is not the code that the app should show.')
        await deps.state.destroy(key)
        return undefined
      },
    }),
  ]
}

function passkeyRoutes(deps: OwnFactorDeps): readonly AdminRoute[] {
  return [
    route({
      method: 'POST',
      path: '/me/passkey-options',
      permission,
      summary: 'What the browser must be asked for to add a passkey.',
      answer: passkeyOptionsAnswer,
      handle: async ({ caller }) => {
        const person = await wholePerson(deps, caller)
        const id = newUuid()
        return { id, options: await creationOptions(deps, visitOf(person, id)) }
      },
    }),
    route({
      method: 'POST',
      path: '/me/passkeys',
      permission,
      summary: 'Add a passkey by the browser’s answer.',
      body: newPasskeyRequest,
      status: 204,
      handle: async ({ caller, body }) => {
        const visit = visitOf(await wholePerson(deps, caller), body.id)
        const { displayName = '', answer } = body
        const verdict = await addPasskey(deps, visit, { answer, displayName, now: deps.now() })
        if (verdict.kind !== 'right')
          throw new DomainError('request-invalid', 'The passkey could not be added.')
        return undefined
      },
    }),
  ]
}

/** Of whoever has just proved to be that person. */
async function wholePerson(deps: OwnFactorDeps, caller: Caller): Promise<Person> {
  const { tenantId, id } = await requireOwner(deps.standings, caller, deps.now())
  const person = await deps.people.find(tenantId, id)
  if (person === undefined) throw new DomainError('not-found', 'There is no such user.')
  return person
}

function visitOf(person: Person, session: string) {
  return { person, session, userVerified: person.roles.length > 0 }
}
