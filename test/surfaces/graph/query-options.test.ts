/** Query options as clients spell them, and refusals that name what is wrong. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, type Json, json, openRegistry, origin } from '../../support/registry.ts'
import { answer, encoded, identitySet, importedSet, register, v1 } from './registered.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client
beforeAll(async () => {
  registry = await openRegistry()
  tenant = await registry.newTenant()
  await register(registry, tenant)
})
afterAll(() => registry.close())

const list = (query: string, set = identitySet) =>
  answer(tenant.ask('GET', `${v1}/${set}?${query}`))
const makers = (body: Json) => body.value.map((each: Json) => each.manufacturer)

test('rows come in the order asked for, page after page, and in the opposite one', async () => {
  const walk = async (query: string) => {
    const all: string[] = []
    let [, page] = await list(`${query}&$top=3`)
    for (;;) {
      all.push(...makers(page))
      const next = page['@odata.nextLink']
      if (next === undefined) return all
      page = await json(tenant.ask('GET', next.slice(origin.length)))
    }
  }
  const up = await walk('$orderby=manufacturer,model%20desc')
  expect(up).toEqual(up.toSorted())
  expect(up).toHaveLength(10)
  expect(await walk('$orderby=manufacturer%20desc')).toEqual(up.toReversed())
})

test('a token is good for its own list only, whatever the size of the page', async () => {
  const filter = `$filter=${encoded("manufacturer ne 'x'")}`
  const [, page] = await list(`${filter}&$orderby=model&$top=2`)
  const token = new URL(page['@odata.nextLink']).searchParams.get('$skiptoken')
  const asked = async (query: string, set = identitySet) =>
    (await list(`${query}&$skiptoken=${token}`, set))[0]
  expect(await asked(`$orderby=model&${filter}&$top=5&$count=true&$select=id`)).toBe(200)
  for (const query of ['$top=2', '$orderby=model', `${filter}&$orderby=manufacturer`, filter])
    expect([query, await asked(query)]).toEqual([query, 400])
  expect(await asked(`${filter}&$orderby=model`, importedSet)).toBe(400)
  const elsewhere = `/v1.0/groups?$skiptoken=${token}`
  expect((await tenant.ask('GET', elsewhere)).status).toBe(400)
})

test('rows are counted, skipped, selected and counted alone', async () => {
  const [, all] = await list('$count=true&$select=serialNumber,model&$skip=8')
  expect([all['@odata.count'], all.value.length]).toEqual([10, 2])
  expect(Object.keys(all.value[0])).toEqual(['serialNumber', 'model'])
  const filter = encoded("manufacturer eq 'HP'")
  const count = await tenant.ask('GET', `${v1}/${identitySet}/$count?$filter=${filter}`)
  expect([await count.text(), count.headers.get('content-type')]).toEqual([
    String(makers((await list(`$filter=${filter}`))[1]).length),
    expect.stringContaining('text/plain'),
  ])
})

test('options in any case and encoding, receipts filtered by serial number and state', async () => {
  const [, some] = await list('%24FILTER=contains(serialNumber%2C%2752TGZ%27)&%24top=5')
  expect(some.value).toHaveLength(1)
  const filter = encoded(
    "state/deviceImportStatus eq 'complete' and contains(serialNumber,'52TGZ')",
  )
  const [, receipts] = await list(`$filter=${filter}`, importedSet)
  expect(receipts.value).toHaveLength(1)
  const [, ordered] = await list('$orderby=serialNumber desc&$top=2', importedSet)
  expect(ordered.value[0].serialNumber >= ordered.value[1].serialNumber).toBe(true)
})

test.each([
  ['$orderby=colour', "'colour' is not a property that can be ordered by"],
  ['$orderby=model up', "instead of 'up'"],
  [
    '$select=serialNumber,colour',
    "Could not find a property named 'colour' on type 'microsoft.graph.windowsAutopilotDeviceIdentity'",
  ],
  ['$expand=parents', "named 'parents'"],
  ['$apply=groupby', "The query option '$apply' is not supported"],
  ['$format=xml', "Invalid $format: 'xml'"],
  ['$format=', "Invalid $format: ''"],
  ['$top=0', "'0' is not a whole number from 1"],
  ['$top=1e1', "'1e1' is not a whole number from 1"],
  ["$filter=enrollmentState eq 'enroled'", "'enroled' is none of unknown, enrolled"],
  ["$filter=enrollmentState in ('enrolled','gone')", "'gone' is none of unknown, enrolled"],
  ['$filter=serialNumber eq groupTag', "instead of the property 'groupTag'"],
  ['$skip=-1', "'-1' is not a whole number from 0"],
  ['$count=maybe', "'maybe' is neither true nor false"],
  ['$filter=a&$filter=b', "'$filter' is given more than once"],
  ['$search="x"', "The query option '$search' is not supported"],
  ['$skiptoken=bm9uc2Vuc2U', 'The $skiptoken is not one of this list'],
  [
    `$filter=${encoded(`${'('.repeat(60)}model eq 'x'${')'.repeat(60)}`)}`,
    'more than 50 levels of nesting',
  ],
  [`$filter=${encoded("model has 'x'")}`, "instead of 'has'"],
])('%s is a 400 that names it', async (query, words) => {
  const [status, { error }] = await list(query)
  expect([status, error.code, error.message.includes(words)]).toEqual([400, 'BadRequest', true])
})

test('a wrong segment, and a wrong method on a right path, are named', async () => {
  const [status, { error }] = await answer(tenant.ask('GET', '/v1.0/deviceManagement/Nonsense/x'))
  expect([status, error.message]).toEqual([400, "Resource not found for the segment 'Nonsense'."])
  const [put, body] = await answer(tenant.ask('PUT', `${v1}/${identitySet}`, {}))
  expect([put, body.error.message]).toEqual([400, expect.stringContaining('with the method PUT')])
})

test('the next link keeps the host that the client used, and never one of another server', async () => {
  const ask = async (host: string) => {
    const response = await registry.app.fetch(
      new Request(`${origin}${v1}/${identitySet}?$top=1`, {
        headers: { authorization: `Bearer ${tenant.token}`, host },
      }),
    )
    return (await json(response))['@odata.nextLink']
  }
  expect(await ask('graph.microsoft.com')).toMatch(/^https:\/\/graph\.microsoft\.com\/v1\.0\//)
  expect(await ask('evil.test')).toMatch(new RegExp(`^${origin}/`))
})

test('a device that was never in contact is found by the date that is shown of it', async () => {
  const [, all] = await list('$count=true')
  const dates = new Set(all.value.map((each: Json) => each.lastContactedDateTime))
  expect([...dates]).toEqual(['0001-01-01T00:00:00Z'])
  const found = async (condition: string) => {
    const [, page] = await list(
      `$count=true&$filter=${encoded(`lastContactedDateTime ${condition}`)}`,
    )
    return page['@odata.count']
  }
  const everyOne = ['lt 2020-01-01T00:00:00Z', 'le 0001-01-01T00:00:00Z', 'eq 0001-01-01T00:00:00Z']
  for (const condition of [...everyOne, 'ge 0001-01-01T00:00:00Z', 'ne 2020-01-01T00:00:00Z'])
    expect([condition, await found(condition)]).toEqual([condition, 10])
  for (const condition of ['gt 0001-01-01T00:00:00Z', 'lt 0001-01-01T00:00:00Z', 'ge 2020-01-01'])
    expect([condition, await found(condition)]).toEqual([condition, 0])
  // As typed into an address, where a plus sign stands for a blank.
  const raw = '$count=true&$filter=lastContactedDateTime+lt+2020-01-01T00:00:00+02:00'
  expect((await list(raw))[1]['@odata.count']).toBe(10)
})

test('a misspelt state of a receipt is refused, and an empty key is not a list', async () => {
  const filter = encoded("state/deviceImportStatus eq 'completed'")
  const [status, refused] = await list(`$filter=${filter}`, importedSet)
  expect([status, refused.error.message]).toEqual([400, expect.stringContaining('is none of')])
  expect((await answer(tenant.ask('GET', `${v1}/${identitySet}('')`)))[0]).toBe(404)
})
