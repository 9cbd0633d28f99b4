/** The public keys of an application: pasted or read from a file in whatever form a tool writes, never the private part. */
import { generateKeyPairSync } from 'node:crypto'
import type { Locator, Page } from 'playwright-core'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type Json, json } from '../support/registry.ts'
import { openRow } from './pages.ts'
import { portalForAll } from './portal-for-all.ts'
import { signIn, visit } from './visits.ts'

const portal = portalForAll()
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const spki = publicKey.export({ format: 'pem', type: 'spki' }).toString()
let page: Page
let complaints: readonly string[]
let path: string
let pane: Locator

beforeAll(async () => {
  const { site, browser } = portal
  await site.contoso.addPerson('gil', 'Gil Green', ['Global Administrator'])
  const visited = await visit(browser)
  page = visited.page
  complaints = visited.complaints
  await signIn(page, site.origin, 'gil@contoso.test')
})

beforeEach(async () => {
  const { client } = portal.site.contoso
  const body = { displayName: 'Uploads', roles: [] }
  const { applicationId } = await json(client.ask('POST', '/admin/v1/applications', body))
  path = `/admin/v1/applications/${applicationId}/keys`
  await page.goto(`${portal.site.origin}/access/applications`)
  await page.getByRole('row', { name: new RegExp(applicationId) }).waitFor()
  await openRow(new RegExp(applicationId))(page)
  pane = page.getByRole('dialog', { name: 'Uploads' })
  await pane.getByText('It has no public key.').waitFor()
})

const keys = async (): Promise<Json[]> =>
  (await json(portal.site.contoso.client.ask('GET', path))).value

const field = () => pane.getByRole('textbox', { name: 'Add a public key' })
const add = () => pane.getByRole('button', { name: 'Add a public key' })

test('a key in PEM is added under a name, and removed', async () => {
  expect(await add().isDisabled()).toBe(true)
  await field().fill(spki)
  await pane.getByRole('textbox', { name: /^Name of the key/ }).fill('plant 7')
  await add().click()
  await pane.getByText('plant 7').waitFor()
  expect(await keys()).toMatchObject([{ kid: 'plant 7', bits: 2048, expiresAt: null }])
  // The key; the secret that the application was made with does not expire either.
  await pane.getByText('never expires').nth(1).waitFor()
  expect(await field().inputValue()).toBe('')
  await field().and(page.locator(':focus')).waitFor()
  await pane.getByRole('button', { name: 'Remove the key' }).click()
  await pane.getByText('It has no public key.').waitFor()
  expect(await keys()).toEqual([])
})

test('a key with a last day is good until that day is over, and the list says so when it comes near', async () => {
  await field().fill(spki)
  const soon = new Date(Date.now() + 3 * 86_400_000)
  const day = soon.toISOString().slice(0, 10)
  await pane.getByLabel(/^Last day/).fill(day)
  await add().click()
  await pane.getByText(/\d days? left/).waitFor()
  const [{ expiresAt }] = await keys()
  expect(new Date(expiresAt).getTime()).toBe(new Date(`${day}T23:59:59.999`).getTime())
})

test('a key of OpenSSL 1 and a JWK in a file are the same key, by its own name', async () => {
  await field().fill(publicKey.export({ format: 'pem', type: 'pkcs1' }).toString())
  await add().click()
  await eventually(async () => expect(await keys()).toMatchObject([{ kid: null, bits: 2048 }]))
  await close('The key was added.')
  const set = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'from the set' }] }
  await pane
    .locator('input[type=file]')
    .last()
    .setInputFiles({
      name: 'keys.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(set)),
    })
  await add().click()
  await eventually(async () => expect(await keys()).toMatchObject([{ kid: 'from the set' }]))
})

const refused = [
  { what: 'a private key in PEM', why: 'This is a private key.', type: 'pkcs8' },
  { what: 'an old private key in PEM', why: 'This is a private key.', type: 'pkcs1' },
] as const

test.each(refused)('$what is not sent', async ({ why, type }) => {
  await field().fill(privateKey.export({ format: 'pem', type }).toString())
  await nothingIsSent(why)
})

test('a JWK with its private part, another kind of key, and words are not sent', async () => {
  const { publicKey: curve } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  await field().fill(JSON.stringify(privateKey.export({ format: 'jwk' })))
  await nothingIsSent('This is a private key.')
  for (const text of [curve.export({ format: 'pem', type: 'spki' }).toString(), 'the key', '{']) {
    await field().fill(text)
    await nothingIsSent('No RSA public key could be read in this.')
  }
  expect(complaints).toEqual([])
})

async function close(words: string): Promise<void> {
  const notice = page.locator('.fui-Toast', { hasText: words })
  await notice.getByRole('button', { name: 'Close' }).click()
  await notice.waitFor({ state: 'detached' })
}

async function nothingIsSent(why: string): Promise<void> {
  const sent: string[] = []
  const note = (request: { method(): string; url(): string }) => {
    if (request.method() === 'POST') sent.push(request.url())
  }
  page.on('request', note)
  await add().click()
  await close(why)
  page.off('request', note)
  expect(sent).toEqual([])
  expect(await keys()).toEqual([])
}
