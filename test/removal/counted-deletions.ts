/** One counter of deletions over all doors, and the approval that lets exactly the same pass. */
import { expect, test } from 'vitest'
import { type Json, json, origin } from '../support/registry.ts'
import {
  decide,
  deleteAll,
  devices,
  devicesPath,
  left,
  other,
  refused,
  registry,
  robot,
  sql,
  who,
} from './approval-stage.ts'

function askOther(method: string, path: string, body?: unknown): Promise<Response> {
  const headers = { authorization: `Bearer ${robot.token}`, 'content-type': 'application/json' }
  const sent = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
  return Promise.resolve(other.fetch(new Request(`${origin}${path}`, sent)))
}

test('a stolen token, by every door, in parallel and on two servers: at most the limit goes, and comes back', async () => {
  const { rows: before } = await sql('select to_jsonb(device)::text as row from device order by 1')
  const at = (n: number) => devices[n] as { id: string; serial: string }
  const some = (from: number, count: number) => devices.slice(from, from + count)
  const asks: Promise<Response>[] = []
  for (let n = 0; n < 16; n++) {
    const ask = n % 2 === 0 ? robot.ask : askOther
    asks.push(ask('DELETE', `${devicesPath}/${at(n).id}`))
  }
  for (const [n, ask] of [robot.ask, askOther].entries()) {
    const requests = some(16 + n * 8, 8).map(({ id }, i) => ({
      id: String(i),
      method: 'DELETE',
      url: `/deviceManagement/windowsAutopilotDeviceIdentities/${id}`,
    }))
    asks.push(ask('POST', '/v1.0/$batch', { requests }))
    const serialNumbers = some(32 + n * 7, 7).map(({ serial }) => serial)
    asks.push(ask('POST', `${devicesPath}/deleteDevices`, { serialNumbers }))
    const selection = { ids: some(46 + n * 7, 7).map(({ id }) => id) }
    asks.push(ask('POST', '/admin/v1/jobs', { kind: 'delete-devices', selection }))
    asks.push(ask('POST', '/admin/v1/releases', { ids: some(46 + n * 7, 7).map(({ id }) => id) }))
  }
  await Promise.all(asks)
  while (await registry.app.runNextJob());
  const gone = 60 - (await left())
  expect(gone).toBeGreaterThan(0)
  expect(gone).toBeLessThanOrEqual(10)
  const { rows: counted } = await sql('select sum(devices)::int as devices from destructive_act')
  expect(counted[0].devices).toBeGreaterThanOrEqual(gone)
  const back = await json(
    robot.ask('POST', '/admin/v1/deleted-devices/restore', { ids: devices.map(({ id }) => id) }),
  )
  expect(back.value.filter(({ state }: Json) => state === 'done')).toHaveLength(gone)
  const { rows: after } = await sql('select to_jsonb(device)::text as row from device order by 1')
  expect(after).toEqual(before)
  // Restoring gives nothing back, and one requester cannot flood those who decide.
  for (let n = 0; n < 60; n++) await robot.ask('DELETE', `${devicesPath}/${at(n).id}`)
  expect(await left()).toBeGreaterThanOrEqual(50)
  const { rows: waiting } = await sql(`select count(*)::int as waiting from approval`)
  expect(waiting[0].waiting).toBeLessThanOrEqual(50)
})

test('a second person approves, and exactly the same passes, once', async () => {
  const { adi, bea } = who()
  const id = await refused(deleteAll(adi))
  expect(await refused(deleteAll(adi))).toBe(id)
  expect(await left()).toBe(60)
  const shown = await json(bea.ask('GET', `/admin/v1/approvals/${id}`))
  expect(shown).toMatchObject({
    state: 'pending',
    action: 'delete-devices',
    subjects: { count: 60 },
  })
  const subjects = await json(bea.ask('GET', `/admin/v1/approvals/${id}/subjects?limit=1000`))
  expect(subjects.value.map(({ name }: Json) => name).toSorted()).toEqual(
    devices.map(({ serial }) => serial),
  )
  expect(await decide(bea, id, { digest: shown.digest })).toBe(200)
  expect((await deleteAll(adi)).status).toBe(200)
  expect(await left()).toBe(0)
  expect(await json(bea.ask('GET', `/admin/v1/approvals/${id}`))).toMatchObject({
    state: 'executed',
  })
  await adi.ask('POST', '/admin/v1/deleted-devices/restore', { ids: devices.map((d) => d.id) })
  expect(await refused(deleteAll(adi))).not.toBe(id)
})

test('what is offered to another tenant counts, and a fleet is not offered alone', async () => {
  const { adi, bea } = who()
  const offer = (from: number, to: number) =>
    adi.ask('POST', '/admin/v1/transfers', {
      deviceIds: devices.slice(from, to).map(({ id }) => id),
    })
  const id = await refused(offer(0, 60))
  const { id: small } = await json(offer(0, 10))
  await refused(adi.ask('DELETE', `${devicesPath}/${devices[10]?.id}`))
  expect(await decide(bea, id)).toBe(200)
  expect((await adi.ask('POST', `/admin/v1/transfers/${small}/withdraw`)).status).toBe(200)
  expect((await offer(0, 60)).status).toBe(201)
  await refused(offer(0, 60))
})
