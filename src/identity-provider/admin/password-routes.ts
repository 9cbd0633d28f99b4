/** First passwords, for people who have forgotten their own. */
import { z } from 'zod'
import { type AdminRoute, route } from '../../surfaces/admin/routes.ts'
import { type FirstPasswordDeps, giveFirstPassword } from '../core/own-password.ts'

export type PasswordRouteDeps = FirstPasswordDeps

const firstPasswordAnswer = z.object({ password: z.string(), expiresAt: z.string() })

export function passwordRoutes(deps: PasswordRouteDeps): readonly AdminRoute[] {
  return [
    route({
      method: 'POST',
      path: '/users/:id/first-password',
      permission: 'factors.write',
      summary:
        'Give another person, who may no more than you, a new first password, shown only now. It must be changed at the first sign-in within 7 days; all sign-ins end.',
      status: 201,
      answer: firstPasswordAnswer,
      handle: async ({ caller, parameter }) => {
        const { password, expiresAt } = await giveFirstPassword(deps, caller, parameter('id'))
        return { password, expiresAt: expiresAt.toISOString() }
      },
    }),
  ]
}
