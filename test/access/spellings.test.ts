/**
 * What is refused for a thing is refused however the thing is spelled: in capitals, braces, percent signs, wide
 * letters, base64url with other last bits. Storage finds things in several spellings, so every rule must ask about
 * what was found.
 */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toBase32 } from '../../src/identity-provider/core/factors/codes/base32.ts'
import { passkeysIn } from '../../src/identity-provider/storage/factors/passkeys.ts'
import { base, type CarefulSite, type Holder, startCareful } from '../factors/careful-site.ts'
import { type Client, json } from '../support/registry.ts'
import { populate, routeRequests } from './route-requests.ts'
import { credentialSpellingsOf, spellingsOf } from './spellings.ts'

let site: CarefulSite
let amy: Holder
let sorter: Client

beforeAll(async () => {
  site = await startCareful()
  amy = await site.holder('amy', ['Global Administrator'])
  sorter = await site.registry.newClient(site.tenantId, ['Group.ReadWrite.All'])
})
afterAll(() => site.close())

/** A passkey of the person's, without a browser. */
async function passkeyFor(personId: string): Promise<string> {
  // 32 bytes: the last letter of their base64url has bits that nobody reads.
  const credentialId = randomBytes(32).toString('base64url')
  const added = await passkeysIn(site.registry.store).add({
    tenantId: site.tenantId,
    personId,
    credentialId,
    publicKey: Buffer.from('key'),
    signCount: 0,
    aaguid: '00000000-0000-0000-0000-000000000000',
    transports: [],
    backupEligible: false,
    backedUp: false,
    displayName: 'Key',
    createdAt: site.now(),
  })
  expect(added).toBe(true)
  return credentialId
}

async function roleGroup(): Promise<string> {
  const owner = (path: string, body: object) => json(site.robot('POST', path, body))
  const group = { displayName: 'Helpers', securityEnabled: true, mailEnabled: false }
  const { id } = await json(sorter.ask('POST', '/v1.0/groups', group))
  const roles = (await json(site.robot('GET', `${base}/roles`))).value
  const { id: roleId } = roles.find(
    ({ displayName }: { displayName: string }) => displayName === 'Global Administrator',
  )
  const assignment = { roleId, principalKind: 'group', principalId: id, groupTags: null }
  expect(await owner(`${base}/role-assignments`, assignment)).toHaveProperty('id')
  return id
}

type Ask = (spelled: string) => Promise<Response>

/** Refused plainly, and then in each spelling; nothing may be done by any of them. */
async function refusedHowever(id: string, spellings: readonly string[], ask: Ask) {
  const plain = await ask(id)
  expect([403, 409], await plain.clone().text()).toContain(plain.status)
  const done: string[] = []
  for (const spelled of spellings) {
    const { status } = await ask(spelled)
    if (![plain.status, 400, 404].includes(status)) done.push(`${status} ${spelled}`)
  }
  expect(done).toEqual([])
}

describe('however its id is spelled,', () => {
  test('a group that carries a role is joined, filled and removed by nobody who could not give it', async () => {
    const id = await roleGroup()
    const member = {
      '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${amy.person.id}`,
    }
    for (const version of ['/v1.0', '/beta'])
      for (const ask of [
        (spelled: string) =>
          sorter.ask('POST', `${version}/groups/${spelled}/members/$ref`, member),
        (spelled: string) =>
          sorter.ask('DELETE', `${version}/groups/${spelled}/members/${amy.person.id}/$ref`),
        (spelled: string) =>
          sorter.ask('PATCH', `${version}/groups/${spelled}`, {
            'members@odata.bind': [member['@odata.id']],
          }),
        (spelled: string) => sorter.ask('DELETE', `${version}/groups/${spelled}`),
      ])
        await refusedHowever(id, spellingsOf(id), ask)
  })

  test('one’s own codes, factors and password are left to another administrator', async () => {
    const client = await amy.signIn()
    const { id } = amy.person
    await refusedHowever(id, spellingsOf(id), (spelled) =>
      client.ask('POST', `${base}/users/${spelled}/unlock-codes`, {}),
    )
    await refusedHowever(id, spellingsOf(id), (spelled) =>
      client.ask('POST', `${base}/users/${spelled}/factor-reset`, { reason: 'Me.' }),
    )
    await refusedHowever(id, spellingsOf(id), (spelled) =>
      client.ask('POST', `${base}/users/${spelled}/first-password`, {}),
    )
  })

  test('a reset is not approved by its requester', async () => {
    const eve = await site.holder('eve')
    const client = await amy.signIn()
    const path = `${base}/users/${eve.person.id}/factor-reset`
    const { id } = await json(client.ask('POST', path, { reason: 'Lost.' }))
    await refusedHowever(id, spellingsOf(id), (spelled) =>
      client.ask('POST', `${base}/factor-resets/${spelled}/approve`, {}),
    )
  })

  test('the last passkey of a person stays, by the person’s id and by its own', async () => {
    const { id } = await site.people.add('fay', [])
    const credential = await passkeyFor(id)
    const client = await amy.signIn()
    await refusedHowever(credential, credentialSpellingsOf(credential), (spelled) =>
      client.ask('DELETE', `${base}/users/${id}/passkeys/${spelled}`),
    )
    await refusedHowever(id, spellingsOf(id), (spelled) =>
      client.ask('DELETE', `${base}/users/${spelled}/passkeys/${credential}`),
    )
    expect(await passkeysIn(site.registry.store).list(site.tenantId, id)).toHaveLength(1)
  })

  test('a hardware token is guessed at a few times, and a last one not taken back', async () => {
    const { id: personId } = await site.people.add('gil', [])
    const seed = toBase32(randomBytes(20))
    const file = `upn,serial number,secret key,time interval,manufacturer,model\ngil@contoso.test,S1,${seed},30,Contoso,Key`
    const client = await amy.signIn()
    const { value } = await json(client.ask('POST', `${base}/hardware-tokens/import`, { file }))
    const id: string = value[0].id
    const counts = new Map<number, number>()
    for (const spelled of [id, id, id, id, id, ...spellingsOf(id), ...spellingsOf(id)]) {
      const path = `${base}/hardware-tokens/${spelled}/activate`
      const { status } = await client.ask('POST', path, { code: '000000' })
      counts.set(status, (counts.get(status) ?? 0) + 1)
    }
    expect(counts.get(429)).toBeGreaterThan(1)
    const { rows } = await site.registry.store.pool.query(
      "select used from attempt where kind = 'otp-activation'",
    )
    expect(rows).toEqual([{ used: 5 }])
    expect(await json(client.ask('GET', `${base}/users/${personId}/factors`))).toMatchObject({
      tokens: [{ status: 'assigned' }],
    })
  })

  test('an application of more power gets no secret', async () => {
    const strong = await site.registry.newClient(site.tenantId, ['Group.ReadWrite.All'])
    const weak = await site.registry.newClient(site.tenantId, ['Application.ReadWrite.All'])
    await refusedHowever(strong.applicationId, spellingsOf(strong.applicationId), (spelled) =>
      weak.ask('POST', `${base}/applications/${spelled}/secrets`, {}),
    )
  })
})

test('every route that reads one thing reads the same thing, or none, in each spelling', async () => {
  const owner = await site.registry.newTenant()
  const ids = await populate(owner, 'Kiosk', 'SPELLED')
  const routes = routeRequests(site.registry, ids).filter(
    ({ method, path }) => method === 'GET' && path.includes(':'),
  )
  const strange: string[] = []
  for (const { url, title } of routes) {
    const plain = await owner.ask('GET', url)
    const said = await plain.text()
    const given = [...new Set(Object.values(ids))].filter((id) => url.includes(id))
    for (const other of given.flatMap((id) => spellingsOf(id).map((each) => url.replace(id, each))))
      if (!(await isHarmless(await owner.ask('GET', other), plain.status, said)))
        strange.push(`${title} ${other}`)
  }
  expect(strange).toEqual([])
})

/** What the plain spelling answers, or nothing. */
async function isHarmless(answer: Response, status: number, said: string): Promise<boolean> {
  const text = await answer.text()
  if (answer.status === 400 || answer.status === 404) return true
  return answer.status === status && (status !== 200 || sameThing(text, said))
}

/** Besides links to itself, which repeat the path. */
function sameThing(a: string, b: string): boolean {
  const without = (text: string) => text.replaceAll(/"@odata\.[^"]*":"[^"]*",?/g, '')
  return without(a) === without(b)
}
