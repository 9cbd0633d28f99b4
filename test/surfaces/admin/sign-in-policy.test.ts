/** A tenant switches sign-in by device code on and off, and the authority follows at once. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLineId } from '../../../src/identity-provider/core/first-party.ts'
import { peopleOf } from '../../factors/registry-people.ts'
import { type Client, json, openRegistry, origin } from '../../support/registry.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let client: Client

beforeAll(async () => {
  registry = await openRegistry()
  client = await registry.newTenant()
})
afterAll(() => registry.close())

const path = '/admin/v1/sign-in-policy'

const askForCode = () =>
  registry.app.fetch(
    new Request(`${origin}/${client.tenantId}/oauth2/v2.0/devicecode`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: commandLineId, scope: 'openid' }),
    }),
  )

test('device codes are given while the tenant allows them, and the change is in its trail', async () => {
  expect(await json(client.ask('GET', path))).toEqual({ deviceCode: false })
  expect(await json(askForCode())).toMatchObject({ error_codes: [53003] })

  const allowed = await client.ask('PUT', path, { deviceCode: true })
  expect([allowed.status, await json(allowed)]).toEqual([200, { deviceCode: true }])
  expect(await json(client.ask('GET', path))).toEqual({ deviceCode: true })
  expect(await json(askForCode())).toHaveProperty('user_code')

  expect((await client.ask('PUT', path, { deviceCode: false })).status).toBe(200)
  expect(await json(askForCode())).toMatchObject({ error_codes: [53003] })
  const trail = await (await client.ask('GET', '/admin/v1/audit/export')).text()
  expect(trail).toContain('Patch SignInPolicy')
  expect(registry.failures).toEqual([])
})

test('one tenant’s choice is not another’s, and a wrong body changes nothing', async () => {
  const other = await registry.newTenant()
  expect((await other.ask('PUT', path, { deviceCode: true })).status).toBe(200)
  expect(await json(client.ask('GET', path))).toEqual({ deviceCode: false })
  expect((await client.ask('PUT', path, { deviceCode: 'yes' })).status).toBe(400)
  expect(await json(client.ask('GET', path))).toEqual({ deviceCode: false })
})

test('a person needs the role, and a second factor proved just now', async () => {
  const people = await peopleOf(registry, client)
  await people.add('ada', ['Global Administrator'])
  await people.add('ida', ['Intune Administrator'])
  for (const [name, reason] of [
    ['ada', 'second factor'],
    ['ida', 'needs a role'],
  ] as const) {
    const person = await people.signIn(name)
    const answer = await person.ask('PUT', path, { deviceCode: true })
    expect([name, answer.status]).toEqual([name, 403])
    expect([name, await answer.text()]).toEqual([name, expect.stringContaining(reason)])
  }
  expect(await json(client.ask('GET', path))).toEqual({ deviceCode: false })
})
