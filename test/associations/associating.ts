/** Many links at once, news, cleared devices, and what devices do to their records. */
import { fleetMachine } from 'taxiway-device'
import { decodeHardwareHash } from 'taxiway-hardware-hash'
import { expect, test } from 'vitest'
import { leftoversIn } from '../../src/storage/upkeep/leftovers.ts'
import { type Json, json } from '../support/registry.ts'
import { boot, laptop, linkOf, tenant } from './stage.ts'

async function imported(links: readonly (string | object)[], by = tenant): Promise<Json> {
  const body = {
    links: links.map((each) => (typeof each === 'string' ? { deviceLink: each } : each)),
  }
  const answer = await by.ask('POST', '/admin/v1/associations/import', body)
  expect(answer.status, await answer.clone().text()).toBe(200)
  return await json(answer)
}

const list = async (query = '', by = tenant): Promise<Json[]> =>
  (await json(by.ask('GET', `/admin/v1/associations${query}`))).value
const act = (id: string, name: string) =>
  tenant.ask('POST', `/admin/v1/associations/${id}/${name}`, {})
const outcomes = ({ rows }: Json) => rows.map(({ outcome }: Json) => outcome)

async function eventsOf(id: string): Promise<string[]> {
  const found: Json[] = []
  for (let after = ''; ; ) {
    const page = await json(tenant.ask('GET', `/admin/v1/events?limit=500${after}`))
    found.push(...page.value)
    if (page.value.length < 500) break
    after = `&after=${page.next}`
  }
  return found
    .filter(({ data }: Json) => data.associationId === id)
    .map(({ type }: Json) => type.replace('association.', ''))
}

test('many links are one request, and each says what became of it', async () => {
  const [one, two] = [laptop('A-1'), laptop('A-2')]
  const first = await imported([linkOf(one, 'l1'), linkOf(two, 'l2'), 'no link', linkOf(one, 'l1')])
  expect(outcomes(first)).toEqual(['preassociated', 'preassociated', 'unreadable', 'unchanged'])
  expect(first.summary).toEqual({ preassociated: 2, updated: 0, unchanged: 1, refused: 1 })
  const policyId = 'policy-1'
  const again = await imported([
    linkOf(one, 'l1', 2),
    { deviceLink: linkOf(two, 'l2'), policyId },
    { deviceLink: linkOf(two, 'l2'), policyId },
  ])
  expect(outcomes(again)).toEqual(['updated', 'updated', 'unchanged'])
  const [found] = await list('?search=a-2')
  expect(found).toMatchObject({ ...two, state: 'preassociated', policyId, id: first.rows[1].id })
  const stranger = await boot.newTenant()
  expect(
    outcomes(await imported([linkOf(one, 'other'), linkOf(laptop('A-3'), 'x')], stranger)),
  ).toEqual(['taken', 'preassociated'])
  expect(await list('', stranger)).toHaveLength(1)
  // The refused link left nothing behind that keeps its owner from it.
  expect(outcomes(await imported([linkOf(one, 'other')]))).toEqual(['preassociated'])
})

test('a device that was cleared makes a new record, and the old one is stale until it is dropped', async () => {
  const device = laptop('B-1')
  const [{ id: old }] = (await imported([linkOf(device, 'first')])).rows
  const [{ id: fresh }] = (await imported([linkOf(device, 'second')])).rows
  expect(fresh).not.toBe(old)
  const states = Object.fromEntries((await list('?search=B-1')).map(({ id, state }) => [id, state]))
  expect(states).toEqual({ [old]: 'stale', [fresh]: 'preassociated' })
  // The old file, sent once more.
  expect(outcomes(await imported([linkOf(device, 'first', 3)]))).toEqual(['outdated'])
  expect(await eventsOf(old)).toEqual(['preassociated', 'stale'])
  const leftovers = leftoversIn(boot.store, { listLag: 0, lockingAttempts: [] })
  const aged = (days: number) =>
    boot.store.pool.query(
      `update tenant_record set members = members || jsonb_build_object('staleAt', $2::text) where record_id = $1`,
      [old, new Date(Date.now() - days * 86_400_000).toISOString()],
    )
  await aged(359)
  await leftovers.sweep(1_000)
  expect(await list('?state=stale&search=B-1')).toMatchObject([{ id: old }])
  await aged(362)
  await leftovers.sweep(1_000)
  expect(await list('?state=stale&search=B-1')).toEqual([])
})

/** An enrolled device, and what its own nodes say of it. */
async function enrolledMachine(number: number, ownership: 'corporate' | 'personal' = 'corporate') {
  const { hardwareHash } = fleetMachine({ seed: 'associations' }, number)
  const decoded = decodeHardwareHash(hardwareHash)
  if (!decoded.ok) throw new Error(decoded.message)
  const { serialNumber, manufacturer, model } = decoded
  const device = await boot.enrolled(tenant, { ownership })
  const named = {
    serialNumber: serialNumber ?? '',
    manufacturer: manufacturer ?? '',
    model: model ?? '',
  }
  return { named, device, managed: boot.managed(device, hardwareHash) }
}

const stateOf = async (id: string) => {
  const answer = await tenant.ask('GET', `/admin/v1/associations/${id}`)
  return answer.status === 404 ? 'gone' : (await json(answer)).state
}

test('an enrolled device is associated; removing waits for it, and one that is still here comes back', async () => {
  const { named, device, managed } = await enrolledMachine(1)
  const [{ id }] = (await imported([linkOf(named, 'l')])).rows
  await managed.checkIn()
  expect((await list(`?search=${named.serialNumber}`))[0]).toMatchObject({
    state: 'associated',
    enrollmentId: device.enrollmentId,
    associatedDateTime: expect.any(String),
  })
  const path = `/beta/deviceManagement/tenantAssociatedDevices/${id}`
  expect((await tenant.ask('DELETE', path)).status).toBe(204)
  expect(await stateOf(id)).toBe('pendingRemoval')
  await managed.checkIn()
  expect(await stateOf(id)).toBe('associated')
  // The administrator lets it leave first, and then it goes.
  expect((await act(id, 'remove')).status).toBe(204)
  await managed.leave()
  expect(await stateOf(id)).toBe('gone')
  expect(await eventsOf(id)).toEqual([
    'preassociated',
    'associated',
    'pending_removal',
    'associated',
    'pending_removal',
    'removed',
  ])
})

test('what leaves management is stale, and its link brings it back; what was cleared by hand is confirmed', async () => {
  const { named, device, managed } = await enrolledMachine(2)
  const link = linkOf(named, 'l')
  const [{ id }] = (await imported([link])).rows
  expect((await act(id, 'confirm-removed')).status).toBe(409)
  await managed.checkIn()
  const revoked = await tenant.ask('POST', `/admin/v1/enrollments/${device.enrollmentId}/revoke`)
  expect([revoked.status, await stateOf(id)]).toEqual([204, 'stale'])
  expect(outcomes(await imported([link]))).toEqual(['preassociated'])
  const again = await boot.enrolled(tenant)
  const { hardwareHash } = fleetMachine({ seed: 'associations' }, 2)
  await boot.managed(again, hardwareHash).checkIn()
  expect(await stateOf(id)).toBe('associated')
  await act(id, 'remove')
  expect((await act(id, 'confirm-removed')).status).toBe(204)
  expect(await stateOf(id)).toBe('gone')
  const stranger = await boot.newTenant()
  expect(outcomes(await imported([link], stranger))).toEqual(['preassociated'])
})

test('nobody associates a device by saying its serial number', async () => {
  const { named, managed } = await enrolledMachine(3, 'personal')
  const [{ id }] = (await imported([linkOf(named, 'l')])).rows
  await managed.checkIn()
  expect(await stateOf(id)).toBe('preassociated')
  // Of two enrollments that say the same, the first in force keeps it.
  const { hardwareHash } = fleetMachine({ seed: 'associations' }, 3)
  const [first, second] = [await boot.enrolled(tenant), await boot.enrolled(tenant)]
  for (const each of [first, second]) await boot.managed(each, hardwareHash).checkIn()
  expect((await list(`?search=${named.serialNumber}`))[0]).toMatchObject({
    enrollmentId: first.enrollmentId,
  })
  const stranger = await boot.newTenant()
  expect((await stranger.ask('GET', `/admin/v1/associations/${id}`)).status).toBe(404)
})

test('two administrators at once associate a device once', async () => {
  const links = Array.from({ length: 6 }, (_, n) => linkOf(laptop('C-1'), 'l', n))
  const answers = await Promise.all(
    links.map((deviceLink) =>
      tenant.ask('POST', '/admin/v1/associations/import', { links: [{ deviceLink }] }),
    ),
  )
  expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true)
  expect(await list('?search=C-1')).toHaveLength(1)
})
