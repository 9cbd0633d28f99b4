/** Removing one's own second factors, and keeping one after all. */
import { z } from 'zod'
import { type AdminRoute, route } from '../../surfaces/admin/routes.ts'
import {
  cancelOwnRemoval,
  ownerOf,
  type RemovalDeps,
  removeOwnApp,
  removeOwnPasskey,
} from '../core/factors/own-factors.ts'

const permission = 'own-factors.write'

/** When the factor will be gone. */
const removalAnswer = z.object({ dueAt: z.string() })

export function ownRemovalRoutes(deps: RemovalDeps): readonly AdminRoute[] {
  return [
    route({
      method: 'DELETE',
      path: '/me/passkeys/:id',
      permission,
      summary: `Remove one of your passkeys, unless it is the last that you need. ${slowly}`,
      status: 204,
      delayed: removalAnswer,
      handle: async ({ caller, parameter }) =>
        accepted(await removeOwnPasskey(deps, caller, parameter('id'))),
    }),
    route({
      method: 'DELETE',
      path: '/me/authenticator-apps/:id',
      permission,
      summary: `Remove one of your authenticator apps, unless it is the last factor that you need. ${slowly}`,
      status: 204,
      delayed: removalAnswer,
      handle: async ({ caller, parameter }) =>
        accepted(await removeOwnApp(deps, caller, parameter('id'))),
    }),
    route({
      method: 'DELETE',
      path: '/me/factor-removals/:id',
      permission,
      summary: 'Keep a factor that is to be removed when its day is over.',
      status: 204,
      handle: async ({ caller, parameter }) => {
        await cancelOwnRemoval(deps, ownerOf(caller), parameter('id'))
        return undefined
      },
    }),
  ]
}

const slowly = 'Your last strong factor goes after 24 hours.'

function accepted(dueAt: Date | undefined): Response | undefined {
  const answer: z.input<typeof removalAnswer> | undefined = dueAt && { dueAt: dueAt.toISOString() }
  return answer && Response.json(answer, { status: 202 })
}
