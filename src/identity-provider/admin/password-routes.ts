/** First passwords, for people who have forgotten their own. */
import type { FirstPassword } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { ids } from '../../core/id-kinds.ts'
import { type Route, routesWith } from '../../surfaces/http/route.ts'
import { type FirstPasswordDeps, giveFirstPassword } from '../core/passwords/own-password.ts'

export type PasswordRouteDeps = FirstPasswordDeps

const firstPasswordAnswer = z.object({
  password: z.string(),
  expiresAt: z.string(),
}) satisfies z.ZodType<FirstPassword>

const route = routesWith<PasswordRouteDeps>()

export const passwordRoutes: readonly Route<PasswordRouteDeps>[] = [
  route({
    method: 'POST',
    path: '/users/:id/first-password',
    permission: 'factors.write',
    audit: { category: 'User', resource: 'FirstPassword' },
    summary:
      'Give another person, who may no more than you, a new first password, shown only now. It must be changed at the first sign-in within 7 days; all sign-ins end.',
    status: 201,
    answer: firstPasswordAnswer,
    handle: async ({ ports, caller, parameter }) => {
      const id = parameter('id', ids.user)
      const { password, expiresAt } = await giveFirstPassword(ports, caller, id)
      return { password, expiresAt: expiresAt.toISOString() }
    },
  }),
]
