/** Deleted devices: reserved for their tenant, restored exactly as they were, or released. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Json, json } from '../support/registry.ts'
import {
  beginTest,
  fleet,
  idsOf,
  importAll,
  nothingLoose,
  openStage,
  owner,
  registry,
  remove,
  stranger,
} from './deleted-stage.ts'
import './restored-devices.ts'

beforeAll(openStage)
afterAll(() => registry.close())
beforeEach(beginTest)

test('a deleted device stays its tenant’s; a released one is free', async () => {
  await importAll(owner, fleet.slice(0, 3))
  const [kept = '', released = '', alive = ''] = await idsOf(owner)
  for (const id of [kept, released]) expect(await remove(owner, id)).toBe(204)
  const late = await owner.ask('POST', `/admin/v1/deleted-devices/${released}/release`)
  expect(await late.json()).toMatchObject({ state: 'released', userPrincipalName: '' })
  const verdicts = (await importAll(stranger, fleet.slice(0, 3))).map(({ errorName }) => errorName)
  expect(verdicts.filter((name) => name === 'ZtdDeviceAssignedToOtherTenant')).toHaveLength(2)
  expect(await idsOf(stranger)).toHaveLength(1)
  expect((await owner.ask('POST', `/admin/v1/deleted-devices/${released}/restore`)).status).toBe(
    409,
  )

  // One may be released alone; a second one needs a second person.
  const second = await owner.ask('POST', '/admin/v1/releases', { ids: [alive] })
  expect(second.status).toBe(403)
  await registry.store.pool.query('delete from destructive_act')
  const gone = await json(owner.ask('POST', '/admin/v1/releases', { ids: [alive, alive, kept] }))
  expect(gone.value).toEqual([
    { id: alive, state: 'done', reason: null },
    expect.objectContaining({ id: kept, state: 'refused' }),
  ])
  await importAll(stranger, fleet.slice(0, 3))
  expect(await idsOf(stranger)).toHaveLength(2)
  await nothingLoose()
})

test('a deleted device is found by a part of what it was called, and only by those who reach it', async () => {
  await importAll(owner, fleet.slice(0, 3))
  await registry.store.pool.query(
    `update device set display_name = 'Desk-' || serial_number, user_principal_name = 'ada@contoso.test'`,
  )
  const [first = '', ...others] = await idsOf(owner)
  for (const id of [first, ...others]) expect(await remove(owner, id)).toBe(204)
  const { serialNumber, model } = await json(owner.ask('GET', `/admin/v1/deleted-devices/${first}`))
  const search = async (q: string, by = owner): Promise<Json> =>
    await json(by.ask('GET', `/admin/v1/deleted-devices?${new URLSearchParams({ q })}`))
  const found = async (q: string, by = owner) =>
    (await search(q, by)).value.map(({ id }: Json) => id)
  expect(await found(`desk-${serialNumber}`)).toEqual([first])
  expect(await found(serialNumber.slice(1).toLowerCase())).toEqual([first])
  expect(await found('ADA@contoso')).toHaveLength(3)
  expect(await found(model.slice(0, 5))).toContain(first)
  expect(await found('La')).toHaveLength(3)
  expect(await found('no such device')).toEqual([])
  expect(await found('%')).toEqual([])
  expect(await found(serialNumber, stranger)).toEqual([])
})

test('a row that goes while the list is read takes none behind it along', async () => {
  await importAll(owner, fleet.slice(0, 4))
  const ids = await idsOf(owner)
  for (const id of ids) expect(await remove(owner, id)).toBe(204)
  const path = '/admin/v1/deleted-devices'
  const page = await json(owner.ask('GET', `${path}?limit=2`))
  const last = page.value.at(-1).id
  await registry.store.pool.query('delete from deleted_device where device_id = $1', [last])
  const rest = await json(
    owner.ask('GET', `${path}?${new URLSearchParams({ limit: '5', cursor: page.next })}`),
  )
  const found = [...page.value, ...rest.value].map(({ id }: Json) => id)
  expect(found.toSorted()).toEqual(ids.toSorted())
})

test('its tenant registers it again: a new registration, and nothing to restore', async () => {
  await importAll(owner, fleet.slice(0, 2))
  const ids = await idsOf(owner)
  for (const id of ids) expect(await remove(owner, id)).toBe(204)
  await importAll(owner, [...fleet.slice(0, 2), ...fleet.slice(0, 2)], 'New')
  const news = await idsOf(owner)
  expect(news).toHaveLength(2)
  expect(news.some((id) => ids.includes(id))).toBe(false)
  for (const id of ids) {
    const found = await json(owner.ask('GET', `/admin/v1/deleted-devices/${id}`))
    expect(found.state).toBe('superseded')
    expect(news).toContain(found.supersededBy)
    const refused = await owner.ask('POST', `/admin/v1/deleted-devices/${id}/restore`)
    expect(refused.status).toBe(409)
    expect((await json(refused)).error.message).toContain(found.supersededBy)
  }
  await nothingLoose()
})

test('restored and registered again at the same time, it is there once', async () => {
  for (let round = 0; round < 3; round++) {
    await registry.freeDevices()
    const few = fleet.slice(0, 12)
    await importAll(owner, few)
    const ids = await idsOf(owner)
    await json(owner.ask('POST', '/admin/v1/jobs', { kind: 'delete-devices', selection: { ids } }))
    while (await registry.app.runNextJob());
    const rows = few.map((device, i) => ({
      file: 'b.csv',
      line: i + 2,
      serialNumber: device.description.serialNumber,
      hardwareIdentifier: device.hash().text,
    }))
    await owner.ask('POST', '/admin/v1/imports', { label: 'b.csv', rows })
    await Promise.all([
      registry.decideAll(),
      ...ids.map((id) => owner.ask('POST', `/admin/v1/deleted-devices/${id}/restore`)),
      owner.ask('POST', '/admin/v1/deleted-devices/restore', { ids: ids.toReversed() }),
    ])
    await registry.decideAll()
    expect(await idsOf(owner)).toHaveLength(12)
    const { rows: twice } = await registry.store.pool.query(
      'select serial_number from device group by serial_number having count(*) > 1',
    )
    expect(twice).toEqual([])
    await nothingLoose()
  }
})

test('nobody else sees a deleted device, and after 30 days it is free', async () => {
  await importAll(owner, fleet.slice(0, 2))
  const [first = '', second = ''] = await idsOf(owner)
  for (const id of [first, second]) expect(await remove(owner, id)).toBe(204)
  for (const act of ['restore', 'release'])
    expect((await stranger.ask('POST', `/admin/v1/deleted-devices/${first}/${act}`)).status).toBe(
      404,
    )
  expect((await stranger.ask('GET', `/admin/v1/deleted-devices/${first}`)).status).toBe(404)
  await registry.store.pool.query(
    `update deleted_device set reserved_until = now() - interval '1 second' where device_id = $1`,
    [first],
  )
  await registry.app.leftovers.sweep(1_000)
  const expired = await json(owner.ask('GET', `/admin/v1/deleted-devices/${first}`))
  expect(expired).toMatchObject({ state: 'expired', endedBy: 'system' })
  await importAll(stranger, fleet.slice(0, 2))
  expect(await idsOf(stranger)).toHaveLength(1)
  await nothingLoose()
})
