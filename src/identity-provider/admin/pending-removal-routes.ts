/** Removing one's own second factors, and keeping one after all. */
import type { FactorRemoval } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { ids } from '../../core/id-kinds.ts'
import { type Route, routesWith } from '../../surfaces/http/route.ts'
import {
  cancelOwnRemoval,
  ownerOf,
  type RemovalDeps,
  removeOwnApp,
  removeOwnPasskey,
} from '../core/factors/own-factors.ts'

const permission = 'own-factors.write'

/** When the factor will be gone. */
const removalAnswer = z.object({ dueAt: z.string() }) satisfies z.ZodType<FactorRemoval>

const slowly = 'Your last strong factor goes after 24 hours.'
const route = routesWith<RemovalDeps>()

export const ownRemovalRoutes: readonly Route<RemovalDeps>[] = [
  route({
    method: 'DELETE',
    path: '/me/passkeys/:id',
    permission,
    audit: { category: 'User', resource: 'Passkey' },
    summary: `Remove one of your passkeys, unless it is the last that you need. ${slowly}`,
    status: 204,
    delayed: removalAnswer,
    handle: async ({ ports, caller, parameter }) =>
      accepted(await removeOwnPasskey(ports, caller, parameter('id', ids.credential))),
  }),
  route({
    method: 'DELETE',
    path: '/me/authenticator-apps/:id',
    permission,
    audit: { category: 'User', resource: 'AuthenticatorApp' },
    summary: `Remove one of your authenticator apps, unless it is the last factor that you need. ${slowly}`,
    status: 204,
    delayed: removalAnswer,
    handle: async ({ ports, caller, parameter }) =>
      accepted(await removeOwnApp(ports, caller, parameter('id', ids.oathToken))),
  }),
  route({
    method: 'DELETE',
    path: '/me/factor-removals/:id',
    permission,
    audit: { category: 'User', resource: 'FactorRemoval' },
    summary: 'Keep a factor whose removal is pending.',
    status: 204,
    handle: async ({ ports, caller, parameter }) => {
      await cancelOwnRemoval(ports, ownerOf(caller), parameter('id', ids.factor))
      return undefined
    },
  }),
]

function accepted(dueAt: Date | undefined): Response | undefined {
  const answer: z.input<typeof removalAnswer> | undefined = dueAt && { dueAt: dueAt.toISOString() }
  return answer && Response.json(answer, { status: 202 })
}
