/** Imports as somebody finds them whose role reaches some group tags. */
import { makeFleet } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, type Json, json, openRegistry } from '../../support/registry.ts'
import { programWith, roleOf } from '../callers-of-matrix.ts'
import type { Registry } from '../route-requests.ts'

let registry: Registry
let owner: Client
let desk: Client
let colleague: Client

beforeAll(async () => {
  registry = await openRegistry()
  owner = await registry.newTenant()
  const roleId = await roleOf(owner, ['devices.import', 'imports.read'])
  const given = { roleId, groupTags: ['Kiosk'] }
  desk = await programWith(registry, owner, given)
  colleague = await programWith(registry, owner, given)
})
afterAll(() => registry.close())

const fleet = [...makeFleet({ seed: 91, count: 20 })]

async function send(by: Client, label: string, tags: readonly string[]): Promise<string> {
  const rows = tags.map((groupTag, i) => ({
    file: 'box.csv',
    line: i + 2,
    hardwareIdentifier: fleet.shift()?.hash().text ?? '',
    groupTag,
  }))
  const { importId } = await json(by.ask('POST', '/admin/v1/imports', { label, rows }))
  await registry.decideAll()
  return importId
}

const get = (by: Client, path: string): Promise<Json> => json(by.ask('GET', `/admin/v1/${path}`))
const labels = ({ value }: Json): string[] => value.map(({ label }: Json) => label)

test('older imports are found behind newer ones of others, page by page', async () => {
  for (const label of ['first', 'second', 'third']) await send(desk, label, ['Kiosk'])
  for (let n = 0; n < 4; n++) await send(owner, 'of others', ['Office'])
  const page = await get(desk, 'imports?limit=2')
  expect(labels(page)).toEqual(['third', 'second'])
  const rest = await get(desk, `imports?limit=2&after=${page.next}`)
  expect(labels(rest)).toEqual(['first'])
  expect(rest.next).toBeNull()
  expect(labels(await get(owner, 'imports'))).toHaveLength(7)
})

test('rows that were refused for their tag are shown to the one who sent them, and to nobody else', async () => {
  const id = await send(desk, 'mixed', ['Kiosk', 'Office'])
  const shown = await get(desk, `imports/${id}/rows`)
  expect(shown.value.map(({ errorName }: Json) => errorName)).toEqual([
    null,
    'GroupTagNotPermitted',
  ])
  expect(await get(desk, `imports/${id}`)).toMatchObject({ rows: 2, complete: 1, error: 1 })
  expect(await get(colleague, `imports/${id}`)).toMatchObject({ rows: 1, complete: 1, error: 0 })
  const wrong = await send(desk, 'all of it wrong', ['Office'])
  expect(await get(desk, `imports/${wrong}`)).toMatchObject({ rows: 1, error: 1 })
  expect((await colleague.ask('GET', `/admin/v1/imports/${wrong}`)).status).toBe(404)
})
