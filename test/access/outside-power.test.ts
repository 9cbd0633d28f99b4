/**
 * The right to manage identity providers is worth all rights, since the operator of a provider can be anybody: so it is
 * used only by those who have them all, reaches nobody who runs the installation, and gives nobody a first passkey.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allRoles } from '../../src/core/access/permissions.ts'
import { commandLineId } from '../../src/identity-provider/core/first-party.ts'
import { identityProvidersIn } from '../../src/identity-provider/storage/identity-providers.ts'
import { wrapWith } from '../../src/storage/secrets/key-encryption.ts'
import { peopleOf } from '../factors/registry-people.ts'
import { answered } from '../factors/sign-in.ts'
import { softwareKey } from '../factors/software-authenticator.ts'
import { type Client, json, openRegistry } from '../support/registry.ts'
import { browserSession, codeRequest } from '../surfaces/authority/browser-session.ts'
import { type Liar, startLiar } from '../surfaces/authority/liar.ts'
import { authorizePath, password } from '../surfaces/authority/people.ts'
import type { Registry } from './route-requests.ts'

const path = '/admin/v1/identity-providers'

let registry: Registry
let owner: Client
let liar: Liar
let providerId: string
const request = () => ({ displayName: 'Head office', issuer: liar.origin, clientId: 'taxiway' })

beforeAll(async () => {
  ;[registry, liar] = await Promise.all([openRegistry(), startLiar()])
  owner = await registry.newTenant()
  const people = await peopleOf(registry, owner)
  await people.add('ben', [])
  await people.add('olga', ['Global Administrator', 'Platform Operator'])
  await people.add('pia', ['Owner'])
  providerId = (await json(owner.ask('POST', path, request()))).id
  const mark = {
    tenantId: owner.tenantId,
    id: providerId,
    issuer: liar.origin,
    privateNetwork: true,
  }
  const providers = identityProvidersIn(registry.store, wrapWith(Buffer.alloc(32)))
  expect(await providers.markPrivateNetwork(mark)).toBe(true)
})
afterAll(async () => {
  await Promise.all([registry.close(), liar.close()])
})

/** Signs in at the provider, which says that it is that person; the page after it. */
async function outsideAs(name: string) {
  const browser = browserSession({
    request: (url, init) => registry.app.fetch(new Request(url, init)),
  })
  const { query } = codeRequest({ client_id: commandLineId, redirect_uri: 'http://localhost:1' })
  const page = await browser.open(authorizePath(owner.tenantId, query))
  const { url } = await browser.open(`${page.url.pathname}/external/${providerId}`)
  liar.say({ preferred_username: `${name}@contoso.test`, amr: ['mfa', 'hwk', 'pwd', 'otp'] })
  return { browser, step: page.url.pathname, arrival: await browser.open(liar.back(url)) }
}

test('a right to manage identity providers adds and changes none by itself', async () => {
  const without = (name: string) => allRoles.filter((role) => role !== name)
  for (const roles of [
    ['IdentityProvider.ReadWrite.All'],
    without('DeviceManagementRBAC.ReadWrite.All'),
    without('UserAuthenticationMethod.ReadWrite.All'),
  ]) {
    const helper = await registry.newClient(owner.tenantId, roles)
    for (const answer of [
      await helper.ask('POST', path, request()),
      await helper.ask('PUT', `${path}/${providerId}`, { ...request(), linkClaim: 'upn' }),
    ]) {
      expect([answer.status, (await json(answer)).error.message]).toEqual([
        403,
        expect.stringContaining('every permission in the tenant'),
      ])
    }
  }
  expect((await json(owner.ask('GET', path))).value).toMatchObject([
    { linkClaim: 'preferred_username' },
  ])
})

test('who runs the installation is not reached through a tenant’s provider', async () => {
  const { arrival } = await outsideAs('olga')
  expect([arrival.status, arrival.html]).toEqual([401, expect.stringContaining('AADSTS50020')])
  expect((await outsideAs('ben')).arrival.html).not.toContain('AADSTS50020')
})

test('a role that needs a passkey gets its first one after the password, not after a sign-in outside', async () => {
  const { arrival, browser, step } = await outsideAs('pia')
  expect([arrival.status, arrival.html]).toEqual([403, expect.stringContaining('AADSTS50072')])
  // The page for it, and an answer to a page that was never shown.
  for (const shown of [
    await browser.open(`${step}?factor=add-passkey`),
    await browser.send(`${step}/factor/add-passkey`, { answer: '{}' }),
  ])
    expect(shown.html).not.toContain('data-kind="create"')

  const page = await browser.send(`${step}/password`, { username: 'pia@contoso.test', password })
  expect(page.html).toContain('data-kind="create"')
  const after = await browser.send(`${step}/factor/add-passkey`, answered(page.html, softwareKey()))
  expect(after.html).toContain('Keep your recovery codes')
})
