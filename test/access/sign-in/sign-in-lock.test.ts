/**
 * A lock on passwords that a stranger who knows a name can hold shut is not the only door: passkeys, known devices, other
 * addresses and administrators come in beside it.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addressRule, passwordRule } from '../../../src/identity-provider/core/attempts.ts'
import { peopleOf } from '../../factors/registry-people.ts'
import { actionOf, answered } from '../../factors/sign-in.ts'
import { type SoftwareKey, softwareKey } from '../../factors/software-authenticator.ts'
import { type Client, json, openRegistry } from '../../support/registry.ts'
import {
  type Browser,
  browserSession,
  codeRequest,
} from '../../surfaces/authority/browser-session.ts'
import { authorizePath, password } from '../../surfaces/authority/people.ts'
import type { Registry } from '../route-requests.ts'

const base = '/admin/v1'
const portal = { client_id: '', redirect_uri: 'https://spa.example/back' }
const [home, stranger, office] = ['198.51.100.7', '203.0.113.66', '192.0.2.10']

let registry: Registry
let owner: Client
let people: Awaited<ReturnType<typeof peopleOf>>
beforeAll(async () => {
  registry = await openRegistry()
  owner = await registry.newTenant()
  people = await peopleOf(at(home), owner)
  const apps = await registry.app.applications.list(owner.tenantId)
  portal.client_id = apps.find(({ displayName }) => displayName === 'Portal')?.id ?? ''
})
afterAll(() => registry.close())

/** The server as it is asked from that address. */
function at(address: string): Registry {
  const fetch = (request: Request) =>
    registry.app.fetch(request, { address, drop: () => undefined })
  return { ...registry, app: { ...registry.app, fetch } }
}

function browserAt(address: string): Browser {
  return browserSession({
    request: (url, init) =>
      registry.app.fetch(new Request(url, init), { address, drop: () => undefined }),
  })
}

/** The first page of a sign-in, in this browser. */
async function begin(browser: Browser) {
  const { query } = codeRequest(portal)
  return await browser.open(authorizePath(owner.tenantId, query))
}

async function tryPassword(browser: Browser, name: string, text = password) {
  const { url } = await begin(browser)
  const fields = { username: `${name}@contoso.test`, password: text }
  return await browser.send(`${url.pathname}/password`, fields)
}

async function lockFrom(address: string, name: string): Promise<void> {
  const browser = browserAt(address)
  for (let tries = 0; tries < passwordRule.perWindow; tries++)
    expect((await tryPassword(browser, name, 'wrong')).status).toBe(401)
  expect((await tryPassword(browser, name)).status).toBe(429)
}

async function withPasskey(name: string): Promise<SoftwareKey> {
  await people.add(name, [])
  const client = await people.signIn(name)
  const begun = await json(client.ask('POST', `${base}/me/passkey-options`))
  expect(begun.options.authenticatorSelection.residentKey).toBe('preferred')
  const key = softwareKey(-7, { userHandle: begun.options.user.id })
  const answer = { id: begun.id, answer: key.create(begun.options) }
  expect((await client.ask('POST', `${base}/me/passkeys`, answer)).status).toBe(204)
  return key
}

/** Opens the page that the first page offers and answers it. */
async function tryPasskey(browser: Browser, key: SoftwareKey, change = (html: string) => html) {
  const first = await begin(browser)
  const [, link = ''] = /href="([^"]*\/passkey)"/.exec(first.html) ?? []
  const page = await browser.open(link)
  return await browser.send(actionOf(page.html), answered(change(page.html), key))
}

test('ten wrong passwords of a stranger shut out the stranger’s address, and nobody else', async () => {
  await people.add('ada', [])
  await lockFrom(stranger, 'ada')
  const elsewhere = await tryPassword(browserAt(office), 'ada')
  expect(elsewhere.html).toBe('')
  expect(elsewhere.url.searchParams.has('code')).toBe(true)
})

test('a lock on the whole account leaves the device of an earlier sign-in its own lane', async () => {
  await people.add('bea', [])
  const known = browserAt(home)
  expect((await tryPassword(known, 'bea')).url.searchParams.has('code')).toBe(true)
  const others = browserAt(office)
  await tryPassword(others, 'bea', 'wrong')
  await registry.store.pool.query(
    `update attempt set used = 100, failures = 100 where kind = 'password-anywhere'`,
  )
  expect((await tryPassword(browserAt('192.0.2.99'), 'bea')).status).toBe(429)
  const again = await begin(known)
  expect(again.url.searchParams.has('code')).toBe(true)
  const { query } = codeRequest({ ...portal, prompt: 'login' })
  const page = await known.open(authorizePath(owner.tenantId, query))
  const fields = { username: 'bea@contoso.test', password }
  const arrival = await known.send(`${page.url.pathname}/password`, fields)
  expect(arrival.url.searchParams.has('code')).toBe(true)
})

test('a device that is known as one person’s is a stranger’s for all others, and has limits', async () => {
  await people.add('cleo', [])
  const known = browserAt('192.0.2.20')
  await tryPassword(known, 'cleo')
  const login = async (name: string, text: string) => {
    const { query } = codeRequest({ ...portal, prompt: 'login' })
    const { url } = await known.open(authorizePath(owner.tenantId, query))
    const fields = { username: `${name}@contoso.test`, password: text }
    return (await known.send(`${url.pathname}/password`, fields)).status
  }
  await registry.store.pool.query(
    `update attempt set used = 100, failures = 100 where kind = 'password-anywhere'`,
  )
  expect(await login('bea', password)).toBe(429)
  const statuses: number[] = []
  for (let tries = 0; tries < 11; tries++) statuses.push(await login('cleo', 'wrong'))
  expect(statuses).toEqual([...Array(10).fill(401), 429])
})

test('a passkey alone signs in while the password is locked, once for each answer', async () => {
  const key = await withPasskey('emma')
  await lockFrom(stranger, 'emma')
  const browser = browserAt(stranger)
  const arrival = await tryPasskey(browser, key)
  // New recovery codes are what is left to say.
  expect(arrival.html).toContain('Keep your recovery codes')
  const done = await browser.send(actionOf(arrival.html))
  expect(done.url.searchParams.has('code') || done.html.includes('passkey was added')).toBe(true)
})

test('a passkey of nobody, without its owner’s name, of another sign-in or used twice is refused', async () => {
  const key = await withPasskey('fay')
  const before = await rowsOf('UsedPasskeyChallenge')
  const nameless = softwareKey()
  expect((await tryPasskey(browserAt(home), nameless)).html).toContain('didn’t work')

  const browser = browserAt(home)
  const first = await begin(browser)
  const other = await begin(browser)
  const page = await browser.open(`${other.url.pathname}/passkey`)
  const borrowed = await browser.send(`${first.url.pathname}/passkey`, answered(page.html, key))
  expect(borrowed.status).toBe(401)
  expect(await rowsOf('UsedPasskeyChallenge')).toBe(before)

  const answer = answered((await browser.open(`${first.url.pathname}/passkey`)).html, key)
  const both = await Promise.all(
    [1, 2].map(() => browser.step(`${first.url.pathname}/passkey`, answer)),
  )
  expect(both.filter((where) => where.endsWith('/passkey'))).toHaveLength(1)
})

async function rowsOf(kind: string): Promise<number> {
  const { rows } = await registry.store.pool.query(
    'select count(*)::integer as n from protocol_state where kind = $1',
    [kind],
  )
  return rows[0].n
}

test('an administrator opens the lock, and so does a new first password', async () => {
  const { id } = await people.add('gina', [])
  await lockFrom(stranger, 'gina')
  expect((await owner.ask('POST', `${base}/users/${id}/unlock-sign-in`)).status).toBe(204)
  expect((await tryPassword(browserAt(stranger), 'gina')).html).toContain('opened the lock on')

  await lockFrom(stranger, 'gina')
  const made = await json(owner.ask('POST', `${base}/users/${id}/first-password`))
  const page = await tryPassword(browserAt(stranger), 'gina', made.password)
  expect(page.html).toContain('Update your password')
  const reader = await registry.newClient(owner.tenantId, ['UserAuthenticationMethod.Read.All'])
  expect((await reader.ask('POST', `${base}/users/${id}/unlock-sign-in`)).status).toBe(403)
})

test('300 wrong names behind one address do not shut out known devices and passkeys', async () => {
  await people.add('dora', [])
  const key = await withPasskey('dana')
  const known = browserAt(office)
  await tryPassword(known, 'dora')
  await tryPassword(browserAt(office), 'nobody', 'wrong')
  await registry.store.pool.query('update attempt set used = $1 where kind = $2', [
    addressRule.perWindow,
    addressRule.kind,
  ])
  expect((await tryPassword(browserAt(office), 'dora')).status).toBe(429)
  const { query } = codeRequest({ ...portal, prompt: 'login' })
  const { url } = await known.open(authorizePath(owner.tenantId, query))
  const fields = { username: 'dora@contoso.test', password }
  const arrival = await known.send(`${url.pathname}/password`, fields)
  expect(arrival.url.searchParams.has('code')).toBe(true)
  const signedIn = await tryPasskey(browserAt(office), key)
  expect([200, 303]).toContain(signedIn.status)
  expect(signedIn.html).not.toContain('didn’t work')
})
