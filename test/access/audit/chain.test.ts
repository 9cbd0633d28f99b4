/**
 * The whole way from a right to change groups to a passkey on the account of an operator of the installation. Each step is
 * tried from where the one before would have led, as if that one had been let through, and fails by itself.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allRoles } from '../../../src/core/access/permissions.ts'
import { commandLineId } from '../../../src/identity-provider/core/first-party.ts'
import { identityProvidersIn } from '../../../src/identity-provider/storage/identity-providers.ts'
import { wrapWith } from '../../../src/storage/secrets/key-encryption.ts'
import { peopleOf } from '../../factors/registry-people.ts'
import { actionOf, answered } from '../../factors/sign-in.ts'
import { type SoftwareKey, softwareKey } from '../../factors/software-authenticator.ts'
import { type Client, json, openRegistry } from '../../support/registry.ts'
import { giveRole, roleNamed } from '../../support/roles.ts'
import { browserSession, codeRequest } from '../../surfaces/authority/browser-session.ts'
import { type Liar, startLiar } from '../../surfaces/authority/liar.ts'
import { authorizePath } from '../../surfaces/authority/people.ts'
import type { Registry } from '../route-requests.ts'
import { credentialSpellingsOf, spellingsOf } from '../spellings.ts'

const providers = '/admin/v1/identity-providers'

let registry: Registry
let liar: Liar
let owner: Client
/** The attacker's own account, and the operator's with its one passkey. */
let mallory: string
let olga: string
let key: SoftwareKey
let administrators: string

beforeAll(async () => {
  ;[registry, liar] = await Promise.all([openRegistry(), startLiar()])
  owner = await registry.newTenant()
  const people = await peopleOf(registry, owner)
  mallory = (await people.add('mallory', [])).id
  olga = (await people.add('olga', ['Global Administrator', 'Platform Operator'])).id
  const page = await people.enter('olga')
  key = softwareKey()
  const kept = await page.browser.send(actionOf(page.html), answered(page.html, key))
  await page.browser.send(actionOf(kept.html))

  administrators = (await json(owner.ask('POST', '/v1.0/groups', { displayName: 'Admins' }))).id
  await giveRole(owner, await roleNamed(owner, 'Global Administrator'), {
    principalKind: 'group',
    principalId: administrators,
  })
})
afterAll(async () => {
  await Promise.all([registry.close(), liar.close()])
})

const passkeysOfOlga = async () =>
  (await json(owner.ask('GET', `/admin/v1/users/${olga}/factors`))).passkeys

test('1. a right to change members makes nobody a Global Administrator, however the group is spelled', async () => {
  const sorter = await registry.newClient(owner.tenantId, ['GroupMember.ReadWrite.All'])
  const member = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${mallory}` }
  for (const id of [administrators, ...spellingsOf(administrators)]) {
    const { status } = await sorter.ask('POST', `/v1.0/groups/${id}/members/$ref`, member)
    expect([id, status >= 400 && status < 500]).toEqual([id, true])
  }
  const members = await json(owner.ask('GET', `/v1.0/groups/${administrators}/members`))
  expect(members.value).toEqual([])
})

test('2. an administrator alone does not take the last passkey of the operator, however it is spelled', async () => {
  const administrator = await registry.newClient(owner.tenantId, allRoles)
  for (const id of [key.id, ...credentialSpellingsOf(key.id)]) {
    const path = `/admin/v1/users/${olga}/passkeys/${id}`
    const { status } = await administrator.ask('DELETE', path)
    expect([id, status >= 400 && status < 500]).toEqual([id, true])
  }
  for (const id of spellingsOf(olga))
    await administrator.ask('DELETE', `/admin/v1/users/${id}/passkeys/${key.id}`)
  // Nor by a reset: that takes two people, and a program is none.
  const asked = await administrator.ask('POST', `/admin/v1/users/${olga}/factor-reset`, {
    reason: 'lost',
  })
  expect(asked.status).toBe(403)
  expect(await passkeysOfOlga()).toHaveLength(1)
})

test('3. a right to manage providers, even beside most others, adds none', async () => {
  const request = { displayName: 'Head office', issuer: liar.origin, clientId: 'taxiway' }
  for (const roles of [
    ['IdentityProvider.ReadWrite.All'],
    allRoles.filter((role) => role !== 'DeviceManagementRBAC.ReadWrite.All'),
  ]) {
    const helper = await registry.newClient(owner.tenantId, roles)
    expect((await helper.ask('POST', providers, request)).status).toBe(403)
  }
  expect((await json(owner.ask('GET', providers))).value).toEqual([])
})

test('4. and 5. an own provider does not let anybody in as the operator, nor to a first passkey', async () => {
  const request = { displayName: 'Head office', issuer: liar.origin, clientId: 'taxiway' }
  const { id } = await json(owner.ask('POST', providers, request))
  const mark = { tenantId: owner.tenantId, id, issuer: liar.origin, privateNetwork: true }
  const stored = identityProvidersIn(registry.store, wrapWith(Buffer.alloc(32)))
  expect(await stored.markPrivateNetwork(mark)).toBe(true)
  const enter = async () => {
    const browser = browserSession({
      request: (url, init) => registry.app.fetch(new Request(url, init)),
    })
    const { query } = codeRequest({ client_id: commandLineId, redirect_uri: 'http://localhost:1' })
    const page = await browser.open(authorizePath(owner.tenantId, query))
    const { url } = await browser.open(`${page.url.pathname}/external/${id}`)
    liar.say({ preferred_username: 'olga@contoso.test', amr: ['mfa', 'hwk', 'pwd', 'otp'] })
    return { browser, step: page.url.pathname, arrival: await browser.open(liar.back(url)) }
  }
  const own = await enter()
  expect(own.arrival.status).toBe(401)
  // As if the last passkey had gone after all.
  await registry.store.pool.query('delete from passkey where user_id = $1', [olga])
  const { browser, step, arrival } = await enter()
  expect(arrival.status).toBe(401)
  for (const shown of [
    await browser.open(`${step}?factor=add-passkey`),
    await browser.send(`${step}/factor/add-passkey`, { answer: '{}' }),
    await browser.send(`${step}/passkey`, { answer: JSON.stringify(softwareKey()) }),
  ])
    expect(shown.html).not.toContain('data-kind="create"')
  expect(await passkeysOfOlga()).toEqual([])
})
