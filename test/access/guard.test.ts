/** A route without a permission does not start: neither one that names none, nor one beside the guards. */
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import type { Access } from '../../src/core/access/decide.ts'
import type { Audit } from '../../src/core/audit/audit.ts'
import {
  type GuardDeps,
  type GuardedRoute,
  guarded,
  requireGuards,
} from '../../src/surfaces/http/guard.ts'
import type { RequestEnv } from '../../src/surfaces/http/request-context.ts'
import { actOfRoute } from '../../src/surfaces/http/route-act.ts'

/** Nothing is asked while routes are only declared. */
const deps: GuardDeps = { access: {} as Access, audit: {} as Audit, stepUp: async () => {} }
const route: GuardedRoute = { method: 'GET', path: '/devices', permission: 'devices.read' }

function surface() {
  const app = new Hono<RequestEnv>().basePath('/v1')
  app.use(async (_, next) => next())
  app.get(
    route.path,
    guarded(deps, route, async (c) => c.text('')),
  )
  return app
}

test('a surface of guarded routes starts, and tells its routes', () => {
  expect(requireGuards(surface())).toEqual([route])
})

test('a route beside the guards stops it, under any method', () => {
  for (const method of ['GET', 'POST', 'DELETE'] as const) {
    const app = surface()
    app.on(method, '/secrets', (c) => c.text('all of them'))
    expect(() => requireGuards(app)).toThrow(`${method} /v1/secrets has no permission`)
    expect(() => requireGuards(app, ['/v1/secrets'])).not.toThrow()
  }
})

test('a permission that is not in the table stops it', () => {
  const unknown = { ...route, permission: 'devices.eat' } as unknown as GuardedRoute
  expect(() => guarded(deps, unknown, async (c) => c.text(''))).toThrow(
    "GET /devices names the permission 'devices.eat', which there is not",
  )
  const inherited = { ...route, permission: 'toString' } as unknown as GuardedRoute
  expect(() => guarded(deps, inherited, async (c) => c.text(''))).toThrow(/there is not/)
})

describe('the trail calls', () => {
  test.each([
    [
      'POST',
      '/devicemanagement/windowsautopilotdeviceidentities',
      'Create WindowsAutopilotDeviceIdentity',
    ],
    [
      'DELETE',
      '/devicemanagement/windowsautopilotdeviceidentities/:id',
      'Delete WindowsAutopilotDeviceIdentity',
    ],
    ['PATCH', '/groups/:id', 'Patch Group'],
    ['POST', '/groups/:id/members/$ref', 'Action members/$ref Group'],
    [
      'POST',
      '/devicemanagement/windowsautopilotsettings/sync',
      'Action sync WindowsAutopilotSettings',
    ],
    ['POST', '/roles', 'Create Role'],
    ['DELETE', '/applications/:application/secrets/:id', 'Delete secrets Application'],
    ['POST', '/something/new', 'Create new'],
  ])('%s %s: %s', (method, path, activity) => {
    expect(actOfRoute(method, path).activity).toBe(activity)
  })
})
