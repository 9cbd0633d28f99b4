/** The API's description costs as much as loading the server, so it is made for those who ask for it. */
import { expect, test } from 'vitest'
import type { AdminPorts } from '../../../src/surfaces/admin/all-routes.ts'
import { type AdminDeps, adminApp } from '../../../src/surfaces/admin/app.ts'
import { publicOriginAt } from '../../../src/surfaces/http/public-origin.ts'
import type { Route } from '../../../src/surfaces/http/route.ts'

test('a start makes no description, and the first request for it makes the only one', async () => {
  let described = 0
  const route: Route<AdminPorts> = {
    method: 'GET',
    path: '/counted',
    permission: 'devices.read',
    get summary() {
      described++
      return 'Counts how often it is described.'
    },
    handle: () => ({}),
  }
  const app = adminApp({ ...unused, origin: publicOriginAt(origin), identityProvider: [route] })
  expect(described).toBe(0)
  const texts = []
  for (let n = 0; n < 3; n++)
    texts.push(await (await app.fetch(new Request(`${origin}/admin/v1/openapi.json`))).text())
  expect(described).toBe(1)
  expect(JSON.parse(texts[0] ?? '').paths['/admin/v1/counted'].get.summary).toMatch(/^Counts/)
  expect(new Set(texts)).toHaveProperty('size', 1)
})

const origin = 'https://localhost:8443'

/** What only requests with a token need. */
const unused = { guard: {} } as Omit<AdminDeps<AdminPorts>, 'origin' | 'identityProvider'>
