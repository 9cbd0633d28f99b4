/** kill -9 of the server in the middle of jobs, plans and transfers: each ends, once, and the trail and the events say so once. */
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { makeFleet, randomFrom } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allRoles } from '../../src/core/access/permissions.ts'
import { eventually, untilNoneIsLeft } from '../support/eventually.ts'
import { createDatabase, localBackend, type TestDatabase } from '../support/postgres.ts'
import type { Json } from '../support/registry.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { twoTenants } from '../support/two-tenants.ts'
import { importedPath, importOf, signIn, trust } from '../support/wire-client.ts'

const seed = Number(process.env['TAXIWAY_CRASH_SEED'] ?? 20_261_130)
const kills = Number(process.env['TAXIWAY_WORK_KILLS'] ?? 1)
const devices = 800
const random = randomFrom(`kill work ${seed}`)

const settings = { limit: { floor: 100_000, share: 1, hours: 24 } }
const tenants = twoTenants(allRoles).map((tenant) => ({ ...tenant, settings }))
const folders = { dataFolder: emptyFolder(), configFolder: emptyFolder() }
let database: TestDatabase
let env: Record<string, string>
let server: TaxiwayProcess

beforeAll(async () => {
  database = await createDatabase(localBackend)
  const seedFile = join(emptyFolder(), 'seed.json')
  writeFileSync(seedFile, JSON.stringify({ tenants }))
  env = {
    TAXIWAY_DATABASE_URL: database.connectionString,
    TAXIWAY_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    TAXIWAY_SEED: seedFile,
  }
  await start()
  const hashes = [...makeFleet({ seed: `work ${seed}`, count: devices, mix: { lenovo: 1, hp: 1 } })]
  const rows = hashes.map(({ hash }, n) => ({ importId: `work-${n}`, hash: hash().text }))
  for (let at = 0; at < devices; at += 400)
    await ask(0, `${importedPath}/import`, importOf(rows.slice(at, at + 400)))
  await untilNoneIsLeft(async () => devices - (await registered(0)).length)
  await untilEnded(
    'jobs',
    (await startJob({ kind: 'update-devices', change: { groupTag: { set: 'T' } } })).id,
  )
})
afterAll(async () => {
  await server?.dispose()
  await database?.drop()
})

async function start(): Promise<void> {
  server = await startTaxiwayProcess({ ...folders, env })
  trust(server.ca)
}

/** While that is at work. */
async function kill(): Promise<void> {
  for (let killed = 0; killed < kills; killed++) {
    await pause(random.below(120))
    await server.kill('SIGKILL')
    await start()
  }
}

/** As the tenant of that number; with a body it is a POST. */
async function ask(n: number, path: string, body?: object): Promise<Json> {
  const { id, applications } = tenants[n] as (typeof tenants)[number]
  const { origin } = server
  const client = await signIn(origin, {
    graph: origin,
    authority: origin,
    tenant: id,
    clientId: applications[0]?.clientId ?? '',
    clientSecret: applications[0]?.secret ?? '',
  })
  return await client.ask(body === undefined ? 'GET' : 'POST', path, body)
}

const registered = async (n: number): Promise<Json[]> =>
  (await ask(n, '/admin/v1/devices?top=1000')).value

/** On all devices of the first tenant. */
const startJob = (request: object): Promise<Json> =>
  ask(0, '/admin/v1/jobs', {
    ...request,
    selection: { q: '', filter: '', expectedCount: devices },
  })

async function untilEnded(kind: 'jobs' | 'removal-plans', id: string): Promise<Json> {
  return await eventually(async () => {
    const found = await ask(0, `/admin/v1/${kind}/${id}`)
    expect(['done', 'partial', 'undone']).toContain(found.state)
    return found
  })
}

/** How often the trail of the first tenant says that this ended. */
async function saidEnds(id: string): Promise<number> {
  const { value } = await ask(0, `/admin/v1/audit?resource=${id}&limit=1000`)
  return value.filter(({ activity }: Json) => activity.startsWith('Action end ')).length
}

/** What followers learn of a type. */
async function eventsOf(n: number, type: string): Promise<Json[]> {
  const found: Json[] = []
  for (let page: Json = { more: true }; page.more; found.push(...page.value)) {
    const from = page.next ? `&cursor=${page.next}` : ''
    page = await ask(n, `/admin/v1/events?limit=1000${from}`)
  }
  return found.filter((each) => each.type === type)
}

/** In how many events of a type each device is. */
async function told(type: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const { data } of await eventsOf(0, type))
    for (const id of data.registrationIds) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

const timesOf = (counts: Map<string, number>, ids: readonly string[]) =>
  new Set(ids.map((id) => counts.get(id) ?? 0))

test(`a change of ${devices} devices is made once through ${kills} kills`, async () => {
  const job = await startJob({ kind: 'update-devices', change: { groupTag: { append: '-A' } } })
  await kill()
  expect(await untilEnded('jobs', job.id)).toMatchObject({
    state: 'done',
    counts: { changed: devices },
  })
  const list = await registered(0)
  expect(new Set(list.map(({ groupTag }) => groupTag))).toEqual(new Set(['T-A']))
  expect(await saidEnds(job.id)).toBe(1)
  // By this job and by the one before it.
  const ids = list.map(({ id }) => id)
  expect(timesOf(await told('device.updated'), ids)).toEqual(new Set([2]))
})

test(`a deletion and its undoing through ${2 * kills} kills`, async () => {
  const ids = (await registered(0)).map(({ id }) => id)
  const job = await startJob({ kind: 'delete-devices' })
  await kill()
  expect(await untilEnded('jobs', job.id)).toMatchObject({
    counts: { changed: devices, missing: 0 },
  })
  expect(await registered(0)).toEqual([])
  expect(timesOf(await told('device.deleted'), ids)).toEqual(new Set([1]))
  const undo = await ask(0, `/admin/v1/jobs/${job.id}/undo`, {})
  await kill()
  expect(await untilEnded('jobs', undo.id)).toMatchObject({
    counts: { changed: devices, missing: 0 },
  })
  const back = await registered(0)
  expect(back.map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
  expect(new Set(back.map(({ groupTag }) => groupTag))).toEqual(new Set(['T-A']))
  expect(timesOf(await told('device.restored'), ids)).toEqual(new Set([1]))
  expect([await saidEnds(job.id), await saidEnds(undo.id)]).toEqual([1, 1])
})

test(`a removal plan through ${kills} kills`, async () => {
  const some = (await registered(0)).slice(0, 200)
  const made = await ask(0, '/admin/v1/removal-plans', {
    select: { ids: some.map(({ id }) => id) },
    order: 'registration-only',
  })
  const before = await told('device.deleted')
  await ask(0, `/admin/v1/removal-plans/${made.id}/run`, {})
  await kill()
  const ended = await untilEnded('removal-plans', made.id)
  expect([ended.state, ended.counts]).toEqual([
    'done',
    expect.objectContaining({ done: some.length }),
  ])
  expect(await registered(0)).toHaveLength(devices - some.length)
  const after = await told('device.deleted')
  for (const { id } of some) expect((after.get(id) ?? 0) - (before.get(id) ?? 0)).toBe(1)
  expect(await saidEnds(made.id)).toBe(1)
  expect(await eventsOf(0, 'removal.plan.done')).toHaveLength(1)
})

test(`a transfer through ${kills} kills`, async () => {
  const all = await registered(0)
  const deviceIds = all.slice(0, 300).map(({ id }) => id)
  const offer = await ask(0, '/admin/v1/transfers', {
    deviceIds,
    to: { tenantId: tenants[1]?.id },
  })
  const accept = () =>
    ask(1, '/admin/v1/transfers/accept', { transferId: offer.id }).then(
      () => true,
      // It was accepted, and the answer was lost.
      (error: Error) => /^40[49] /.test(error.message),
    )
  const accepting = accept()
  await kill()
  if (!(await accepting)) expect(await accept()).toBe(true)
  const [left, moved] = [await registered(0), await registered(1)]
  expect([left.length, moved.length]).toEqual([all.length - 300, 300])
  for (const n of [0, 1]) expect(await eventsOf(n, 'transfer.completed')).toHaveLength(1)
})
