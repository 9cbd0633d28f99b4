/** A person's own second factors, whatever their roles: the portal's page about them. */
import { ids } from '../../core/id-kinds.ts'
import { type Route, routesWith } from '../../surfaces/http/route.ts'
import { keepRecoveryCodes, newRecoveryCodes } from '../core/factors/codes/recovery-codes.ts'
import { activateOwnToken, ownerOf, requireOwner } from '../core/factors/own-factors.ts'
import { activateRequest, factorsAnswer, recoveryCodesAnswer } from './factor-contract.ts'
import { factorsOf } from './list-factors.ts'
import { ownAppRoutes } from './own-app-routes.ts'
import { named, type OwnFactorDeps, permission } from './own-factor-ports.ts'
import { ownPasskeyRoutes } from './own-passkey-routes.ts'
import { ownRemovalRoutes } from './pending-removal-routes.ts'

const route = routesWith<OwnFactorDeps>()

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
  ...ownAppRoutes,
  ...ownPasskeyRoutes,
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
