/** Changes of many devices by somebody whose role reaches some group tags: none is moved out of reach, and the preview says so. */
import { makeFleet } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, type Json, json, openRegistry } from '../../support/registry.ts'
import { programWith, roleOf } from '../callers-of-matrix.ts'
import type { Registry } from '../route-requests.ts'

let registry: Registry
let owner: Client
let desk: Client

beforeAll(async () => {
  registry = await openRegistry()
  owner = await registry.newTenant()
  const roleId = await roleOf(owner, ['devices.read', 'devices.update'])
  desk = await programWith(registry, owner, { roleId, groupTags: ['Kiosk', 'Kiosk-2'] })
  const rows = [...makeFleet({ seed: 92, count: 3 })].map((device, i) => ({
    file: 'box.csv',
    line: i + 2,
    hardwareIdentifier: device.hash().text,
    groupTag: i === 0 ? 'Kiosk-2' : 'Kiosk',
  }))
  await json(owner.ask('POST', '/admin/v1/imports', { label: 'box.csv', rows }))
  await registry.decideAll()
})
afterAll(() => registry.close())

const tags = async (): Promise<readonly string[]> => {
  const { value } = await json(owner.ask('GET', '/admin/v1/devices'))
  return value.map(({ groupTag }: Json) => groupTag).toSorted()
}
const rowsOf = async ({ id }: Json): Promise<readonly Json[]> =>
  (await json(desk.ask('GET', `/admin/v1/jobs/${id}/rows`))).value

test('a device that would leave what the requester reaches stays, and the others change', async () => {
  const request = {
    kind: 'update-devices',
    selection: { q: '', filter: '', expectedCount: 3 },
    change: { groupTag: { append: '-2' } },
  }
  const counts = { asked: 3, changed: 2, unchanged: 0, refused: 1, missing: 0 }
  const preview = await json(desk.ask('POST', '/admin/v1/jobs', { ...request, dryRun: true }))
  expect(preview).toMatchObject({ counts })
  const said = (await rowsOf(preview)).find(({ state }) => state === 'refused')
  expect(said?.reason).toContain("does not reach devices with the group tag 'Kiosk-2-2'")

  const begun = await json(desk.ask('POST', '/admin/v1/jobs', request))
  while (await registry.app.runNextJob());
  expect(await json(desk.ask('GET', `/admin/v1/jobs/${begun.id}`))).toMatchObject({
    state: 'done',
    counts,
  })
  expect(await tags()).toEqual(['Kiosk-2', 'Kiosk-2', 'Kiosk-2'])
  const refused = (await rowsOf(begun)).find(({ state }) => state === 'refused')
  expect(refused?.reason).toBe(said?.reason)
})
