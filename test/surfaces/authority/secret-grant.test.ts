/** Programs that show their secret: what a grant costs, that it is the engine's, and that it ends with what it stands on. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApplication } from '../../../src/core/applications/application.ts'
import { statementsOf } from '../../support/databases/counted-statements.ts'
import {
  authorityOn,
  decode,
  post,
  publicUrl,
  startAuthority,
  type TestAuthority,
} from './support.ts'

const now = () => new Date('2026-07-30T12:00:00Z')

let first: TestAuthority
let second: ReturnType<typeof authorityOn>
beforeAll(async () => {
  first = await startAuthority({ now })
  second = authorityOn(first.connectionString, { now })
})
afterAll(async () => {
  await second.store.close()
  await first.close()
})

test('a grant is one statement', async () => {
  await first.ask()
  const statements = await statementsOf(first.store, async () => {
    expect((await first.ask()).status).toBe(200)
  })
  // All grants share the keys for signing, which are read anew now and then.
  expect(statements.filter((text) => !text.includes('signing_key'))).toHaveLength(1)
})

test('answer and token are those that the engine gives the same program', async () => {
  const { client_id, client_secret, ...form } = first.form
  const basic = Buffer.from(`${client_id}:${client_secret}`).toString('base64')
  const byEngine = await first.app.request(`${publicUrl}/contoso.test/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams(form),
  })
  const shortly = await first.ask()
  expect(shortly.status).toBe(byEngine.status)
  for (const name of ['content-type', 'cache-control'])
    expect(shortly.headers.get(name)).toBe(byEngine.headers.get(name))
  const [one, other] = await Promise.all([shortly, byEngine].map(opened))
  expect(one).toBe(other)
})

test.each([
  ['its secret was changed', removeSecrets],
  ['it was disabled', ({ deps }: TestAuthority, id: Id) => disable(deps, id)],
  ['it has left the tenant', leaveTenant],
  [
    'it was removed',
    ({ deps, tenantId }: TestAuthority, id: Id) => deps.applications.remove(tenantId, id),
  ],
])('when %s, the next grant is refused on every server', async (_, end) => {
  const { applicationId, secret } = await createApplication(first.deps.applications, {
    tenantId: first.tenantId,
    displayName: 'Short-lived',
    roles: [],
  })
  const change = { client_id: applicationId as string, client_secret: secret }
  const path = `/${first.tenantId}/oauth2/v2.0/token`
  const asked = () => [first.ask(change), post(second.app, path, { ...first.form, ...change })]
  const statuses = async () => (await Promise.all(asked())).map(({ status }) => status)
  expect(await statuses()).toEqual([200, 200])
  await end(first, applicationId)
  const after = await statuses()
  expect(
    after.every((status) => status === 400 || status === 401),
    after.join(),
  ).toBe(true)
})

test('with a second proof beside the secret it is for the engine, which refuses it', async () => {
  const assertion = { client_assertion: 'e30.e30.', client_assertion_type: 'whatever' }
  expect((await first.ask(assertion)).status).toBe(400)
})

type Id = Awaited<ReturnType<typeof createApplication>>['applicationId']

async function removeSecrets({ store }: TestAuthority, id: Id): Promise<void> {
  await store.db.deleteFrom('application_secret').where('application_id', '=', id).execute()
}

function disable({ applications }: TestAuthority['deps'], id: Id): Promise<void> {
  return applications.setEnabled(first.tenantId, id, false)
}

function leaveTenant({ deps, tenantId }: TestAuthority, id: Id): Promise<void> {
  return deps.applications.setRegistration(tenantId, id, { hasPrincipal: false })
}

/** An answer as text, its members in their order, the token taken apart; without what is random in it. */
async function opened(answer: Response): Promise<string> {
  const { access_token, ...rest } = (await answer.json()) as { access_token: string }
  const [header, { uti, ...claims }] = decode(access_token)
  expect(uti).toEqual(expect.any(String))
  return JSON.stringify([rest, header, claims])
}
