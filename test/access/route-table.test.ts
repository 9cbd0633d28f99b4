/** The one table of all routes: whatever answers is in it, with its permission or the reason why it needs none. */
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type KnownRoute, routesOf } from '../../src/compose/serving/routes.ts'
import { emulatorApp } from '../../src/surfaces/emulator/app.ts'
import { eventually } from '../support/eventually.ts'
import { openRegistry, origin } from '../support/registry.ts'
import { sourceFiles, textOf } from '../support/source-files.ts'
import { contentOf, type Registry } from './route-requests.ts'

let registry: Registry
let routes: readonly KnownRoute[]

beforeAll(async () => {
  registry = await openRegistry()
  routes = [
    ...registry.app.routes,
    // Its controls exist only in an emulator; the routes are the same whatever they do.
    ...routesOf([{ name: 'emulator', app: emulatorApp({} as Parameters<typeof emulatorApp>[0]) }]),
  ]
})
afterAll(() => registry.close())

test('every surface is in the table, with routes that say what they need or why nothing', () => {
  const surfaces = new Set(routes.map(({ surface }) => surface))
  expect([...surfaces].toSorted()).toEqual([
    ...[
      'admin',
      'authority',
      'beta',
      'certificates',
      'deployment',
      'emulator',
      'intake',
      'mdm',
      'mdm-relay',
      'oem',
      'operations',
      'partner-center',
      'portal',
      'v1.0',
    ],
  ])
  for (const { guarded, open, method, path } of routes)
    expect((guarded?.permission ?? open?.reason ?? '').length, `${method} ${path}`).toBeGreaterThan(
      5,
    )
  const guarded = routes.filter((route) => route.guarded !== undefined)
  const byHand = new Set(routes.filter(({ open }) => open).map(({ surface }) => surface))
  expect(guarded.length).toBeGreaterThan(150)
  expect([...byHand].toSorted()).toEqual([
    ...[
      'admin',
      'authority',
      'beta',
      'certificates',
      'deployment',
      'emulator',
      'intake',
      'mdm',
      'operations',
      'portal',
      'v1.0',
    ],
  ])
  // Where people and programs act with a token nothing is open but the description, and the batch of guarded requests.
  const openIn = (name: string) =>
    routes.flatMap(({ surface, open, path }) => (surface === name && open ? [path] : []))
  expect(openIn('admin')).toEqual(['/admin/v1/openapi.json'])
  for (const version of ['v1.0', 'beta'])
    expect(openIn(version)).toEqual([`/${version}/$metadata`, `/${version}/$batch`])
})

test('a route that is registered by hand is not part of the table: nothing starts with it', () => {
  for (const path of ['/secrets', '/*', '*'])
    expect(() =>
      routesOf([{ name: 'made', app: new Hono().get(path, (c) => c.text('all of them')) }]),
    ).toThrow('has no permission, and is not open on purpose')
})

/** Where routes are added to an app, each out of its declaration. */
const adders = ['src/surfaces/http/add-routes.ts', 'src/surfaces/http/open-route.ts']

test('no file adds a route to an app but the two that read declarations', () => {
  const adding =
    /\b(?:app|metrics|router|new Hono(?:<\w+>)?\([^)]*\))\s*\.(?:get|post|put|patch|delete|all|on)\(/g
  const byHand = sourceFiles
    .filter((file) => file.startsWith('src/') && !file.endsWith('.test.ts'))
    .filter((file) => !adders.includes(file) && textOf(file).includes("from 'hono'"))
    .flatMap((file) => [...textOf(file).matchAll(adding)].map(([call]) => `${file}: ${call}`))
  expect(byHand).toEqual([])
})

test('every open page and document answers as it says to everybody, and changes nothing', async () => {
  const before = await contentOf(registry)
  const plain = routes.filter(
    ({ surface, method, path, open }) =>
      surface !== 'emulator' && method === 'GET' && open?.says && !/[:*]/.test(path),
  )
  expect(plain.length).toBeGreaterThan(5)
  for (const { path, open } of plain) {
    // That the server is ready is known within two seconds, or asked again: a machine may be busier than that.
    const answer = await eventually(async () => {
      const answered = await registry.app.fetch(new Request(`${origin}${path}`))
      expect([200, 400], path).toContain(answered.status)
      return answered
    })
    expect(answer.headers.get('content-type'), path).toContain(open?.says)
  }
  expect(await contentOf(registry)).toBe(before)
})
