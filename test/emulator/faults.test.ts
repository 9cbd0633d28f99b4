/** Ordered faults, each as a client on a real connection meets it. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { hashFixture } from '../support/hardware-hashes.ts'
import {
  devices,
  type Emulator,
  imported,
  importFixture,
  openEmulator,
  readJson,
} from './support.ts'

let emulator: Emulator

beforeAll(async () => {
  emulator = await openEmulator()
})
afterAll(() => emulator.close())
beforeEach(async () => {
  await emulator.control('POST', 'reset')
})

async function order(fault: unknown): Promise<void> {
  const answer = await emulator.control('POST', 'faults', fault)
  expect(await readJson(answer)).toMatchObject({ id: expect.any(Number) })
  expect(answer.status).toBe(201)
}

async function verdict(number: number): Promise<unknown> {
  const { id } = await importFixture(emulator, number)
  return await eventually(async () => {
    const { state } = await readJson(emulator.graph('GET', `${imported}/${id}`))
    expect(state.deviceImportStatus).not.toBe('unknown')
    return state
  })
}

test('a partner who is throttled gets the shape that the SDK of Partner Center reads, at both roots', async () => {
  const customer = '6f1e5c5a-8d3b-4b62-9c0e-4f6e2a1b7c11'
  for (const root of ['/partnercenter/v1', '/v1']) {
    await order({ match: { path: '*/policies' }, answer: { status: 429 }, times: 1 })
    const answer = await emulator.send('GET', `${root}/customers/${customer}/policies`)
    expect(answer.status).toBe(429)
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(await answer.json()).toEqual({ statusCode: 429, message: expect.any(String) })
  }
})

test('429 comes as often as ordered, in Graph’s shape, with Retry-After', async () => {
  await order({
    match: { method: 'get', path: devices },
    answer: { status: 429, retryAfter: 7 },
    times: 2,
  })
  for (const _ of [1, 2]) {
    const answer = await emulator.graph('GET', devices)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7'])
    expect(await answer.json()).toEqual({
      error: {
        code: 'TooManyRequests',
        message: expect.any(String),
        innerError: {
          date: expect.any(String),
          'request-id': answer.headers.get('request-id'),
          'client-request-id': answer.headers.get('client-request-id'),
        },
      },
    })
  }
  expect((await emulator.graph('GET', devices)).status).toBe(200)
})

test('429 without Retry-After has none', async () => {
  await order({ match: {}, answer: { status: 429 }, times: 1 })
  const answer = await emulator.graph('GET', devices)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, null])
})

test.each([500, 502, 503, 504])('%d with a code of its own', async (status) => {
  await order({
    match: { path: '/deviceManagement/*' },
    answer: { status, code: 'Broken' },
    times: 1,
  })
  const answer = await emulator.graph('GET', devices)
  expect([answer.status, (await readJson(answer)).error.code]).toEqual([status, 'Broken'])
})

test('without a path clients can still sign in; with one, signing in fails in OAuth’s shape', async () => {
  await order({ match: {}, answer: { status: 503 } })
  expect(await emulator.token()).toMatch(/^ey/)
  await order({
    match: { path: '/*/oauth2/v2.0/token' },
    answer: { status: 503, code: 'temporarily_unavailable' },
  })
  const answer = await emulator.send('POST', '/contoso.test/oauth2/v2.0/token', { body: 'x=y' })
  expect(await answer.json()).toMatchObject({ error: 'temporarily_unavailable' })
})

test('a serial number matches requests that name it, in address or body, and no longer one', async () => {
  await order({ match: { serialNumber: '5CG1' }, answer: { status: 500 } })
  const filter = (serial: string) => `${devices}?$filter=contains(serialNumber,'${serial}')`
  expect((await emulator.graph('GET', filter('5CG12'))).status).toBe(200)
  expect((await emulator.graph('GET', filter('5cg1'))).status).toBe(500)
  expect((await emulator.graph('POST', imported, { serialNumber: '5CG12' })).status).toBe(201)
  expect((await emulator.graph('POST', imported, { serialNumber: '5CG1' })).status).toBe(500)
})

test('a request inside a batch meets its own fault, and the others do not', async () => {
  await order({ match: { path: devices }, answer: { status: 429, retryAfter: 3 }, times: 1 })
  const url = devices.replace('/v1.0', '')
  const { responses } = await readJson(
    emulator.graph('POST', '/v1.0/$batch', {
      requests: [
        { id: 'PF0SAMPLE', method: 'GET', url },
        { id: '2', method: 'GET', url: imported.replace('/v1.0', '') },
      ],
    }),
  )
  expect(responses).toMatchObject([
    { id: 'PF0SAMPLE', status: 429, headers: { 'Retry-After': '3' } },
    { id: '2', status: 200 },
  ])
})

test('a slow answer is the true one, later than those asked for after it', async () => {
  // Again where the machine was slower still.
  await eventually(async () => {
    await order({ match: { path: devices }, answer: { delaySeconds: 3 }, times: 1 })
    const came: string[] = []
    const ask = async (path: string) => {
      const answer = await emulator.graph('GET', path)
      came.push(path)
      return answer.status
    }
    const slow = ask(devices)
    for (let n = 0; n < 5; n++) expect(await ask(imported)).toBe(200)
    expect(await slow).toBe(200)
    expect(came).toEqual([...Array(5).fill(imported), devices])
  })
})

test('a truncated body breaks off after its header promised all of it', async () => {
  await order({ match: {}, answer: { truncate: true }, times: 1 })
  const answer = await emulator.graph('GET', devices)
  expect([answer.status, Number(answer.headers.get('content-length'))]).toEqual([
    200,
    expect.any(Number),
  ])
  await expect(answer.text()).rejects.toThrow('terminated')
  expect(await (await emulator.graph('GET', devices)).json()).toHaveProperty('value')
})

test('a dropped connection ends without an answer', async () => {
  await order({ match: {}, answer: { drop: true }, times: 1 })
  await expect(emulator.graph('GET', devices)).rejects.toThrow('fetch failed')
  expect((await emulator.graph('GET', devices)).status).toBe(200)
})

test('a looping nextLink leads to the same page for ever', async () => {
  await order({ match: { path: devices }, answer: { loopNextLink: true } })
  let path = `${devices}?$top=1`
  for (const _ of [1, 2, 3]) {
    const page = await readJson(emulator.graph('GET', path))
    expect(page['@odata.nextLink']).toBe(`${emulator.origin}${path}`)
    path = page['@odata.nextLink'].slice(emulator.origin.length)
  }
})

test.each([
  ['StorageError', { deviceErrorName: 'StorageError' }, 0],
  ['ZtdDeviceAlreadyAssigned', { deviceErrorCode: 806 }, 806],
  [
    'ZtdDeviceAssignedToOtherTenant',
    { deviceErrorCode: 808, deviceErrorName: 'ZtdDeviceAssignedToOtherTenant' },
    808,
  ],
  [
    'ZtdDeviceAssignedToOtherTenant',
    { deviceErrorCode: 806, deviceErrorName: 'ZtdDeviceAssignedToOtherTenant' },
    806,
  ],
  ['SomethingNew', { deviceErrorCode: 899, deviceErrorName: 'SomethingNew' }, 899],
])('an import ends in %s where %j is ordered for its serial number', async (name, answer, code) => {
  const { serial } = hashFixture(1)
  await order({ match: { serialNumber: serial.toLowerCase() }, answer, times: 1 })
  expect(await verdict(2)).toMatchObject({ deviceImportStatus: 'complete' })
  expect(await verdict(1)).toMatchObject({
    deviceImportStatus: 'error',
    deviceErrorCode: code,
    deviceErrorName: name,
  })
  const { value } = await readJson(emulator.graph('GET', devices))
  expect(value.map((each: { serialNumber: string }) => each.serialNumber)).toEqual([
    hashFixture(2).serial,
  ])
  expect(await verdict(1)).toMatchObject({ deviceImportStatus: 'complete' })
})

test('faults are listed with what is left of them, and removed', async () => {
  await order({ match: { path: devices }, answer: { status: 500 }, times: 2 })
  await emulator.graph('GET', devices)
  const { value } = await readJson(emulator.control('GET', 'faults'))
  expect(value).toEqual([
    {
      id: expect.any(Number),
      match: { path: devices },
      answer: { status: 500 },
      times: 2,
      remaining: 1,
    },
  ])
  expect((await emulator.control('DELETE', 'faults')).status).toBe(204)
  expect((await emulator.graph('GET', devices)).status).toBe(200)
})

test.each([
  [{ status: '500' }, 'answer.status'],
  [{ status: 200 }, 'answer.status'],
  [{ retryAfter: 'soon\r\nX: y' }, 'answer.retryAfter'],
  [{ deviceErrorCode: 3_000_000_000 }, 'answer.deviceErrorCode'],
  [{ deviceErrorCode: 806, delaySeconds: 1 }, 'cannot stand beside'],
  [{ code: 'a\0b' }, 'answer.code holds a NUL character'],
  [{ satus: 500 }, "'satus'"],
])('%j is refused by the name of what is wrong', async (answer, says) => {
  const refused = await emulator.control('POST', 'faults', { answer })
  expect(refused.status).toBe(400)
  expect((await readJson(refused)).error.message).toContain(says)
})

test.each([
  [{ match: {}, answer: {} }],
  [{ match: {}, answer: { status: 500 }, times: 99_999_999_999 }],
  [{ match: {}, answer: { status: 429, deviceErrorCode: 806 } }],
  [{ match: { url: '/' }, answer: { status: 500 } }],
  [{ match: {}, answer: { status: 500 }, times: 0 }],
  [{ match: {} }],
])('%j is refused, since it would never happen', async (fault) => {
  const answer = await emulator.control('POST', 'faults', fault)
  expect([answer.status, (await readJson(answer)).error.code]).toEqual([400, 'request-invalid'])
})
