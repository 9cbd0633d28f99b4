/** What the directory refuses of queries that Intune takes; a part of strict.test.ts. */
import { expect, test } from 'vitest'
import { type Json, json, origin } from '../../support/registry.ts'
import { answer, encoded } from './registered.ts'
import { registry, tenant } from './strict-stage.ts'

const sets = ['groups', 'users', 'devices', 'applications', 'servicePrincipals']

/** The status, the code and the message of an answer; the body of a success. */
async function asked(path: string, headers: Record<string, string> = {}): Promise<Json[]> {
  const [status, body] = await answer(
    registry.app.fetch(
      new Request(`${origin}/v1.0/${path}`, {
        headers: { authorization: `Bearer ${tenant.token}`, ...headers },
      }),
    ),
  )
  return body?.error === undefined ? [status, body] : [status, body.error.code, body.error.message]
}
const eventual = { ConsistencyLevel: 'eventual' }

test('aad-advanced-queries: what needs the header says so', async () => {
  const unsupported = 'Request_UnsupportedQuery'
  for (const set of sets) {
    expect(await asked(`${set}/$count`)).toEqual([
      400,
      'Request_BadRequest',
      '$count is not currently supported.',
    ])
    expect(await asked(`${set}?$count=true`)).toEqual([
      200,
      expect.not.objectContaining({ '@odata.count': expect.anything() }),
    ])
    expect(await asked(`${set}?$search="displayName:x"`)).toEqual([
      400,
      unsupported,
      expect.stringContaining("'ConsistencyLevel: eventual'"),
    ])
    const advanced = [
      ["displayName ne 'x'", 'NotEqualsMatch'],
      ["not startswith(displayName,'x')", 'Unsupported Query'],
      ["not(displayName eq 'x')", 'Unsupported Query'],
      ["endsWith(displayName,'x')", "'endsWith' is not supported"],
    ] as const
    for (const [filter, words] of advanced) {
      const path = `${set}?$filter=${encoded(filter)}`
      const refusal = [400, unsupported, expect.stringContaining(words)]
      expect(await asked(path)).toEqual(refusal)
      // Both are needed.
      expect(await asked(`${path}&$count=true`)).toEqual(refusal)
      expect(await asked(path, eventual)).toEqual(refusal)
      const [status, body] = await asked(`${path}&$count=true`, eventual)
      expect([status, body['@odata.count']]).toEqual([200, body.value.length])
    }
    const sorted = `${set}?$filter=${encoded("startswith(displayName,'x')")}&$orderby=displayName`
    expect(await asked(sorted)).toEqual([
      400,
      unsupported,
      'Sorting not supported for current query.',
    ])
    expect((await asked(`${sorted}&$count=true`, eventual))[0]).toBe(200)
    expect((await asked(`${set}?$orderby=displayName`))[0]).toBe(
      /groups|users/.test(set) ? 200 : 400,
    )
    expect((await asked(`${set}?$search="displayName:x"`, eventual))[0]).toBe(200)
    expect(Number((await asked(`${set}/$count`, eventual))[1])).toBeGreaterThanOrEqual(0)
    // A word of the filter's text is no operator.
    expect(
      (await asked(`${set}?$filter=${encoded("displayName eq 'do not ne contains('")}`))[0],
    ).toBe(200)
  }
})

test('steampipe-plugin-azuread: pages of the directory hold 1 to 999 rows, and none is skipped', async () => {
  for (const set of sets) {
    expect(await asked(`${set}?$top=1000`)).toEqual([
      400,
      'Request_UnsupportedQuery',
      "Invalid page size specified: '1000'. Must be between 1 and 999 inclusive.",
    ])
    expect((await asked(`${set}?$top=0`))[0]).toBe(400)
    expect((await asked(`${set}?$top=999`))[0]).toBe(200)
    expect(await asked(`${set}?$skip=1`)).toEqual([
      400,
      'Request_BadRequest',
      "'$skip' is not supported by the service.",
    ])
    expect(await asked(`${set}?$filter=${encoded("contains(displayName,'x')")}`)).toEqual([
      400,
      'Request_UnsupportedQuery',
      "Unsupported property filter clause operator 'Contains'.",
    ])
  }
  expect((await tenant.ask('GET', '/beta/groups?top=1000')).status).toBe(400)
})

test('microsoft-graph-docs#21098: of one filter 15 alternatives at most are taken', async () => {
  const names = (count: number) => Array.from({ length: count }, (_, i) => `'n${i}'`)
  const list = (count: number) =>
    `groups?$filter=${encoded(`displayName in (${names(count).join(',')})`)}`
  const words = (count: number) =>
    `groups?$filter=${encoded(
      names(count)
        .map((name) => `displayName eq ${name}`)
        .join(' or '),
    )}`
  for (const path of [list, words]) {
    expect((await asked(path(15)))[0]).toBe(200)
    expect(await asked(path(16))).toEqual([
      400,
      'Request_UnsupportedQuery',
      "Too many child clauses specified in search filter expression containing 'OR' operators: 16. Max allowed: 15.",
    ])
    expect((await asked(`${path(16)}&$count=true`, eventual))[0]).toBe(200)
  }
})

test('members of a group are counted with the header only', async () => {
  const { id } = await json(
    tenant.ask('POST', '/v1.0/groups', {
      displayName: 'Counted',
      mailNickname: 'counted',
      mailEnabled: false,
      securityEnabled: true,
    }),
  )
  const members = `groups/${id}/members`
  expect((await asked(`${members}/$count`))[1]).toBe('Request_BadRequest')
  expect((await asked(`${members}?$count=true`))[1]).not.toHaveProperty(['@odata.count'])
  expect((await asked(`${members}?$count=true`, eventual))[1]['@odata.count']).toBe(0)
  expect((await asked(`groups/${id}/transitiveMembers?$count=true`))[1]).not.toHaveProperty([
    '@odata.count',
  ])
})

test('Microsoft365DSC#3072: a group is made with all that the directory requires', async () => {
  const whole = {
    displayName: 'Whole',
    mailEnabled: false,
    mailNickname: 'whole',
    securityEnabled: true,
  }
  const made = await json(tenant.ask('POST', '/v1.0/groups', whole))
  for (const name of Object.keys(whole)) {
    // A body without a display name is refused before the directory sees it.
    if (name === 'displayName') continue
    const { [name as keyof typeof whole]: _, ...rest } = whole
    const [status, { error }] = await answer(tenant.ask('POST', '/v1.0/groups', rest))
    expect([status, error.code, error.message]).toEqual([
      400,
      'Request_BadRequest',
      `A value is required for property '${name}' of resource 'Group'.`,
    ])
  }
  for (const mailNickname of ['two words', 'a@b', 'x'.repeat(65), 'ü', 'a;b']) {
    for (const [method, path, body] of [
      ['POST', '/v1.0/groups', { ...whole, mailNickname }],
      ['PATCH', `/v1.0/groups/${made.id}`, { mailNickname }],
    ] as const) {
      const [status, { error }] = await answer(tenant.ask(method, path, body))
      expect([method, mailNickname, status]).toEqual([method, mailNickname, 400])
      expect(error.message).toContain("Invalid value specified for property 'mailNickname'")
    }
  }
})
