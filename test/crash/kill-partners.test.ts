/**
 * kill -9 in the middle of what partners and makers send, at statements that are counted: sent again, it is done once,
 * each row has one result, and the customer's trail says so once.
 */
import { randomUUID } from 'node:crypto'
import { decodeHardwareHash, makeFleet } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, untilNoneIsLeft } from '../support/eventually.ts'
import { openStatementWire, type StatementWire } from '../support/network/statement-wire.ts'
import {
  client,
  customerId,
  database,
  openStage,
  plantToken,
  randomSeed,
  server,
  start,
  token,
} from './partner-job-stage.ts'

const rows = 60
let wire: StatementWire

beforeAll(() =>
  openStage(async (address) => {
    wire = await openStatementWire(address)
    return wire.connectionString
  }),
)
afterAll(async () => {
  await client.end()
  await server.dispose()
  await wire.close()
  await database.drop()
})

type Sent = { readonly status: number; readonly body: string; readonly location: string | null }

type Request = {
  readonly path: string
  readonly bearer: () => Promise<string>
  readonly headers: Record<string, string>
  readonly body: object
}

async function send({ path, bearer, headers, body }: Request): Promise<Sent> {
  const answer = await fetch(`${server.origin}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await bearer()}`,
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify(body),
  })
  return {
    status: answer.status,
    body: await answer.text(),
    location: answer.headers.get('location'),
  }
}

/** Killed right after so many statements of its transaction, and sent again as it was until it is accepted. */
async function throughKill(statements: number, matching: RegExp, request: Request): Promise<Sent> {
  const bearer = await request.bearer()
  const killed = new Promise<void>((resolve) => {
    wire.after(statements, matching, () => resolve(server.kill('SIGKILL').then(() => undefined)))
  })
  const first = await send({ ...request, bearer: async () => bearer }).catch(() => undefined)
  await killed
  await start()
  const again = await eventually(async () => {
    const answer = await send(request)
    expect(answer.status, answer.body).toBe(202)
    return answer
  })
  // Had the first answer arrived, it would be this one.
  if (first !== undefined) expect(first).toEqual(again)
  return again
}

const untilDecided = () =>
  untilNoneIsLeft(async () => {
    const { rows: left } = await client.query(
      "select count(*)::int as n from import_row where status = 'undecided'",
    )
    return left[0].n
  })

const one = async (text: string, values: unknown[] = []) =>
  (await client.query(text, values)).rows[0]

const fleet = (name: string) => [
  ...makeFleet({ seed: `${name} ${randomSeed}`, count: rows, mix: { lenovo: 1, hp: 1, dell: 1 } }),
]

test.each([
  [
    'in the middle',
    3,
    /insert into (import_row|channel_import|import_work|device_batch|kept_answer)/i,
  ],
  ['at its end', 1, /insert into kept_answer/i],
])('a batch of Partner Center, killed %s', async (name, statements, matching) => {
  const { location } = await throughKill(statements, matching, {
    path: `/v1/customers/${customerId}/deviceBatches`,
    bearer: token,
    headers: { 'MS-RequestId': randomUUID() },
    body: {
      BatchId: `Killed ${name}`,
      Devices: fleet(name).map((device) => ({ HardwareHash: device.hash().text })),
    },
  })
  await untilDecided()
  const answer = await fetch(`${server.origin}/v1${location}`, {
    headers: { authorization: `Bearer ${await token()}` },
  })
  const job = (await answer.json()) as { devicesStatus: { status: string; deviceId: string }[] }
  expect(new Set(job.devicesStatus.map(({ status }) => status))).toEqual(new Set(['finished']))
  expect(new Set(job.devicesStatus.map(({ deviceId }) => deviceId)).size).toBe(rows)
  expect(
    await one(
      `select (select count(*)::int from device where batch_key = $1) as devices,
         (select count(*)::int from channel_import where batch_key = $1) as jobs`,
      [`killed ${name}`],
    ),
  ).toEqual({ devices: rows, jobs: 1 })
})

test('what a maker reports, registers and deregisters, killed each time', async () => {
  const bearer = async () => (await plantToken()).access_token
  const built = fleet('maker').map((device) => {
    const decoded = decodeHardwareHash(device.hash().bytes)
    if (!decoded.ok) throw new Error('a made-up hash is damaged')
    const { manufacturer, model, serialNumber } = decoded
    return { manufacturer, model, serialNumber, hardwareHash: device.hash().text }
  })
  const keyed = () => ({ 'idempotency-key': randomUUID() })
  await throughKill(2, /insert into known_/i, {
    path: '/oem/v1/inventory',
    bearer,
    headers: keyed(),
    body: { devices: built },
  })
  expect(await one('select count(*)::int as known from known_device')).toEqual({ known: rows })

  const submit = async (where: object, statements: number, matching: RegExp) => {
    const sent = await throughKill(statements, matching, {
      path: '/oem/v1/devices',
      bearer,
      headers: keyed(),
      body: { devices: built.map(({ hardwareHash: _, ...names }) => ({ ...names, ...where })) },
    })
    await untilDecided()
    const answer = await fetch(`${server.origin}${JSON.parse(sent.body).statusUrl}`, {
      headers: { authorization: `Bearer ${await bearer()}` },
    })
    const { rows: found } = (await answer.json()) as {
      rows: { status: string; errorName?: string }[]
    }
    expect(new Set(found.map(({ status, errorName }) => errorName ?? status))).toEqual(
      new Set(['finished']),
    )
    expect(found).toHaveLength(rows)
  }
  const there = 'select count(*)::int as devices from device where channel = $1'
  await submit(
    { tenantId: customerId, tenantDomain: 'aerofleet.test' },
    ...([2, /insert into (import_row|channel_import|import_work|oem_submission)/i] as const),
  )
  expect(await one(there, ['oemDirect'])).toEqual({ devices: rows })
  await submit(
    { tenantId: '', tenantDomain: '' },
    ...([1, /delete from device\b|insert into oem_submission/i] as const),
  )
  expect(await one(there, ['oemDirect'])).toEqual({ devices: 0 })
  expect(
    await one(
      `select removals, (select count(*)::int from oem_submission where kind = 'devices') as submissions,
         (select count(*)::int from audit_entry where tenant_id = $1 and activity = 'Delete WindowsAutopilotDeviceIdentity') as entries
       from consent where tenant_id = $1 order by removals desc limit 1`,
      [customerId],
    ),
  ).toEqual({ removals: rows, submissions: 2, entries: 1 })
})
