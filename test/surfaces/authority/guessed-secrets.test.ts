/** What strangers may try at the sign-in's own addresses, and how often. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refuseShortSecrets } from '../../../src/host/seed/seed-file.ts'
import { commandLineId } from '../../../src/identity-provider/core/first-party.ts'
import { peopleOf } from '../../factors/registry-people.ts'
import { type Client, json, openRegistry, origin } from '../../support/registry.ts'
import { codeRequest } from './browser-session.ts'
import { authorizePath } from './people.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let owner: Client
beforeAll(async () => {
  registry = await openRegistry()
  owner = await registry.newTenant()
})
afterAll(() => registry.close())

const ask = (secret: string, clientId = owner.applicationId) =>
  registry.app.fetch(
    new Request(`${origin}/${owner.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: secret,
        scope: 'https://graph.microsoft.com/.default',
      }),
    }),
  )

test('a program’s secret is guessed at twenty times, each guess is reported, and the right one comes too late', async () => {
  const { secret } = await json(
    owner.ask('POST', `/admin/v1/applications/${owner.applicationId}/secrets`, {}),
  )
  const statuses: number[] = []
  for (let n = 0; n < 25; n++) statuses.push((await ask(`guess ${n}`)).status)
  expect(statuses.slice(0, 20)).toEqual(Array(20).fill(401))
  expect(new Set(statuses.slice(20))).toEqual(new Set([429]))
  const late = await ask(secret)
  expect([late.status, Number(late.headers.get('retry-after')) > 0]).toEqual([429, true])
  const { value } = await json(
    owner.ask('GET', '/admin/v1/audit?activity=Ask+for+a+token&limit=100'),
  )
  expect(value.length).toBeGreaterThanOrEqual(20)
  expect(JSON.stringify(value)).not.toContain('guess')

  // Another program from the same address is not held up.
  const other = await registry.newClient(owner.tenantId, [])
  expect(other.token).toBeTruthy()
})

test('a request to sign in says each thing once, and no more than it must', async () => {
  const { query } = codeRequest({ client_id: commandLineId, redirect_uri: 'http://localhost:1' })
  const page = (more: string) =>
    registry.app.fetch(new Request(`${origin}${authorizePath(owner.tenantId, query)}${more}`))
  for (const more of [
    `&client_id=${commandLineId}`,
    '&Client_Id=00000000-0000-0000-0000-000000000000',
    `&login_hint=${'x'.repeat(9_000)}`,
    Array.from({ length: 60 }, (_, n) => `&p${n}=1`).join(''),
  ])
    expect((await page(more)).status).toBe(400)
  expect((await page('')).status).toBe(303)
})

test('operators of the installation unlock it with the command line', async () => {
  const people = await peopleOf(registry, owner, ['Taxiway.Tenant.ReadWrite.All'])
  await people.add('olga', ['Intune Administrator'])
  const { query } = codeRequest({
    client_id: commandLineId,
    redirect_uri: 'http://localhost:1',
    scope: 'openid https://graph.microsoft.com/Taxiway.Tenant.ReadWrite.All',
  })
  const answer = await registry.app.fetch(
    new Request(`${origin}${authorizePath(owner.tenantId, query)}`),
  )
  expect([answer.status, answer.headers.get('location')]).toEqual([
    303,
    expect.stringContaining('/sign-in/'),
  ])
})

test('a seed gives programs no short secrets', () => {
  const seed = (secret: string) => ({
    tenants: [{ domain: 'a.test', applications: [{ displayName: 'Robot', secret }] }],
  })
  expect(() => refuseShortSecrets(seed('nineteen characters') as never)).toThrow('Robot')
  expect(() => refuseShortSecrets(seed('twenty characters ok') as never)).not.toThrow()
})
