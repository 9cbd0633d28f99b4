/**
 * Partners and makers at a server of its own: a maker's program proves itself by a key of the seed, and a partner's job of a thousand
 * devices survives kills: one job, each row once, and retries are answered alike.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { randomFrom } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, untilNoneIsLeft } from '../support/eventually.ts'
import {
  body,
  client,
  customerId,
  database,
  openStage,
  partnerId,
  plantToken,
  randomSeed,
  rows,
  secondKey,
  seed,
  server,
  start,
  token,
} from './partner-job-stage.ts'
import './maker-program.ts'

beforeAll(() => openStage())
afterAll(async () => {
  await client.end()
  await server.dispose()
  await database.drop()
})

const kills = Number(process.env['TAXIWAY_CRASH_PARTNER_KILLS'] ?? 1)

/** As the SDK does: the same MS-RequestId until there is an answer. Undefined: the server went away. */
async function submit(requestId: string): Promise<string | undefined> {
  let answer: Response
  try {
    // Each server has an address of its own, and tokens are an address's.
    const bearer = await token()
    answer = await fetch(`${server.origin}/v1/customers/${customerId}/deviceBatches`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${bearer}`,
        'content-type': 'application/json',
        'MS-RequestId': requestId,
      },
      body,
    })
    await answer.arrayBuffer()
  } catch {
    return undefined
  }
  if (answer.status === 202) return answer.headers.get('location') ?? undefined
  // Another try with this id may still be at work for a moment.
  expect([409, 503]).toContain(answer.status)
  return undefined
}

test(`a job of ${rows} devices survives ${kills} kills (seed ${randomSeed})`, {
  timeout: 3_600_000,
}, async () => {
  const random = randomFrom(`partner job ${randomSeed}`)
  const requestId = randomUUID()
  const locations = new Set<string>()
  seed('second', secondKey.publicKey)
  for (let killed = 0; killed < kills; killed++) {
    const sent = submit(requestId)
    await pause(random.below(600))
    await server.kill('SIGKILL')
    locations.add((await sent) ?? '')
    await start()
  }
  locations.delete('')
  const location = await eventually(async () => {
    const found = await submit(requestId)
    expect(found).toBeDefined()
    return found as string
  })
  locations.add(location)
  expect([...locations]).toEqual([location])
  await untilNoneIsLeft(async () => {
    const { rows: left } = await client.query(
      "select count(*)::int as n from import_row where status = 'undecided'",
    )
    return left[0].n
  })
  const answer = await fetch(`${server.origin}/v1${location}`, {
    headers: { authorization: `Bearer ${await token()}` },
  })
  const job = (await answer.json()) as {
    readonly status: string
    readonly devicesStatus: readonly { readonly status: string; readonly deviceId: string }[]
  }
  expect(job.status).toBe('finished')
  expect(job.devicesStatus).toHaveLength(rows)
  expect(new Set(job.devicesStatus.map(({ deviceId }) => deviceId)).size).toBe(rows)
  const { rows: counted } = await client.query(
    `select (select count(*)::int from channel_import where partner_id = $1) as jobs,
       (select count(*)::int from import_row where import_id in
         (select import_id from channel_import where partner_id = $1)) as rows,
       (select count(*)::int from device where partner_id = $1) as devices,
       (select count(*)::int from import_work) as left`,
    [partnerId],
  )
  expect(counted).toEqual([{ jobs: 1, rows, devices: rows, left: 0 }])
  // The seed names another key since then, and the first proves nothing any more.
  expect(await plantToken()).toMatchObject({ error: 'invalid_client' })
  const { privateKey: key } = secondKey
  expect(await plantToken({ key, kid: null })).toHaveProperty('access_token')
})
