/** A route without a permission, or a change without a name, does not start; nor does a handler beside the guards. */
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import type { Access } from '../../src/core/access/decide.ts'
import { type GuardDeps, guarded } from '../../src/surfaces/http/guard.ts'
import { addOpenRoutes, open } from '../../src/surfaces/http/open-route.ts'
import { requireGuards } from '../../src/surfaces/http/protected-routes.ts'
import type { RequestEnv } from '../../src/surfaces/http/request-context.ts'
import { type Described, type Route, routesWith } from '../../src/surfaces/http/route.ts'

const never = () => Promise.reject(new Error('nothing is asked while routes are only declared'))
const answers = { claim: never, keep: never }
const deps: GuardDeps<object> = {
  access: {} as Access,
  stepUp: never,
  ports: {},
  change: never,
  refused: never,
  requestApproval: never,
}
const origin = { configured: 'https://localhost', hosts: [] }
const reading = { origin, readBody: never, thing: undefined }
const handle = () => new Response('')
const route = routesWith<object>()({
  method: 'GET',
  path: '/devices',
  permission: 'devices.read',
  handle,
})
const declared = (changes: object) =>
  guarded(deps, { ...route, ...changes } as Route<object>, reading)

function surface() {
  const app = new Hono<RequestEnv>().basePath('/v1')
  app.use(async (_, next) => next())
  app.get(route.path, declared({}))
  return app
}

test('a surface of guarded routes starts, and names its routes', () => {
  const { handle: _, ...known } = route
  expect(requireGuards(surface())).toEqual([known])
})

test('a handler beside the guards stops it, under any method, unless it says why it is open', () => {
  for (const method of ['GET', 'POST', 'DELETE'] as const) {
    const app = surface()
    app.on(method, '/secrets', (c) => c.text('all of them'))
    expect(() => requireGuards(app)).toThrow(`${method} /v1/secrets has no permission`)
    const other = surface()
    const path = '/secrets'
    addOpenRoutes(other, [open({ method, path, reason: 'they are none', handle })])
    expect(() => requireGuards(other)).not.toThrow()
  }
  const unreasoned = { method: 'GET', path: '/secrets', reason: '', handle } as const
  expect(() => open(unreasoned)).toThrow('needs a reason')
  const everything = surface()
  everything.get('*', handle)
  expect(() => requireGuards(everything)).toThrow('has no permission')
})

test('a permission that is not in the table stops it', () => {
  for (const permission of ['devices.eat', 'toString'])
    expect(() => declared({ permission })).toThrow(
      `GET /devices names the permission '${permission}', which there is not`,
    )
})

test('a change that the trail has no name for stops it, and reading by POST needs none', () => {
  const changing = { method: 'POST', permission: 'devices.update' }
  expect(() => declared(changing)).toThrow('POST /devices changes something that the audit trail')
  expect(() => declared({ method: 'POST' })).not.toThrow()
})

describe('the trail calls', () => {
  const audit = { category: 'Device', resource: 'Device' } as const
  test.each<[Described['method'], string | undefined, string]>([
    ['POST', undefined, 'Create Device'],
    ['DELETE', undefined, 'Delete Device'],
    ['PATCH', undefined, 'Patch Device'],
    ['PUT', undefined, 'Patch Device'],
    ['POST', 'wipe', 'Action wipe Device'],
    ['DELETE', 'secrets', 'Delete secrets Device'],
  ])('%s with the action %s: %s', async (method, action, activity) => {
    const named = { ...audit, ...(action !== undefined && { action }) }
    const acts: unknown[] = []
    const recording: GuardDeps<object> = {
      ...deps,
      access: {
        require: async () => ({ whole: true }),
        scopeOf: async () => ({ whole: true as const }),
        hasWhole: async () => true,
        all: async () => new Map(),
      },
      stepUp: async () => {},
      change: async (act, work) => {
        acts.push(act.activity)
        return (
          await work(
            { ports: {}, answers: () => answers, editLock: () => async () => undefined },
            () => undefined,
          )
        ).result
      },
    }
    const change = { ...route, method, permission: 'devices.update', audit: named } as const
    const app = new Hono<RequestEnv>()
    app.use(async (c, next) => {
      c.set('caller', { kind: 'system', tenantId: '' as never, job: 'test' })
      await next()
    })
    app.on(method, route.path, guarded(recording, change, reading))
    expect((await app.request(route.path, { method })).status).toBe(200)
    expect(acts).toEqual([activity])
  })
})
