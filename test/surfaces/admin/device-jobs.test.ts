/** Bulk changes, deletions and exports as jobs; and one device in depth. Asked as the portal asks. */
import { makeFleet } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { statementsOf } from '../../support/databases/counted-statements.ts'
import { type Client, type Json, json, openRegistry } from '../../support/registry.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let client: Client
const fleet = [...makeFleet({ seed: 21, count: 30 })]

beforeAll(async () => {
  registry = await openRegistry()
})
afterAll(() => registry.close())

beforeEach(async () => {
  await registry.freeDevices()
  client = await registry.newTenant()
  const rows = fleet.map((device, i) => ({
    file: 'box.csv',
    line: i + 2,
    serialNumber: device.description.serialNumber,
    hardwareIdentifier: device.hash().text,
    groupTag: i % 3 === 0 ? 'Kiosk' : 'Lab',
  }))
  const sent = await client.ask('POST', '/admin/v1/imports', { label: 'box.csv', rows })
  expect(sent.status, await sent.clone().text()).toBe(201)
  await registry.decideAll()
})

const kiosks = { q: '', filter: "groupTag eq 'Kiosk'", expectedCount: 10 }

async function ask(method: string, path: string, body?: unknown): Promise<Json> {
  const answer = await client.ask(method, `/admin/v1/${path}`, body)
  const text = await answer.text()
  expect(answer.status, text).toBeLessThan(300)
  return JSON.parse(text)
}

async function run(request: Json): Promise<Json> {
  const { id } = await ask('POST', 'jobs', request)
  while (await registry.app.runNextJob());
  return await ask('GET', `jobs/${id}`)
}

const tagged = async (tag: string) =>
  (await ask('GET', `devices?count=true&filter=${encodeURIComponent(`groupTag eq '${tag}'`)}`))
    .count

test('a change is previewed without being done, then done, then taken back', async () => {
  const request = {
    kind: 'update-devices',
    selection: kiosks,
    change: { groupTag: { set: 'Lobby' } },
  }
  const preview = await ask('POST', 'jobs', { ...request, dryRun: true })
  expect(preview).toMatchObject({
    state: 'done',
    counts: { asked: 10, changed: 10, unchanged: 0, refused: 0, missing: 0 },
    undoUntil: null,
  })
  const { value } = await ask('GET', `jobs/${preview.id}/rows`)
  expect(value).toHaveLength(10)
  expect(value[0]).toMatchObject({ before: { groupTag: 'Kiosk' }, after: { groupTag: 'Lobby' } })
  expect(await tagged('Kiosk')).toBe(10)
  expect((await ask('GET', 'jobs')).value).toEqual([])

  const job = await run(request)
  expect(job).toMatchObject({ state: 'done', counts: { asked: 10, changed: 10 } })
  expect(await tagged('Lobby')).toBe(10)
  const undo = await ask('POST', `jobs/${job.id}/undo`, {})
  while (await registry.app.runNextJob());
  expect(await ask('GET', `jobs/${undo.id}`)).toMatchObject({ counts: { asked: 10, changed: 10 } })
  expect(await tagged('Kiosk')).toBe(10)
  expect((await client.ask('POST', `/admin/v1/jobs/${job.id}/undo`, {})).status).toBe(409)
  expect((await ask('GET', 'jobs?kind=update-devices')).value).toHaveLength(2)
  expect((await ask('GET', 'jobs?kind=export-devices')).value).toEqual([])
})

test('followers learn which devices a change has changed, and which its undoing', async () => {
  const told = async () =>
    (await ask('GET', 'events?types=device.updated&limit=1000')).value.map(({ data }: Json) =>
      data.registrationIds.toSorted(),
    )
  const filter = encodeURIComponent(kiosks.filter)
  const { value } = await ask('GET', `devices?filter=${filter}`)
  const [first, ...others] = value.map(({ id }: Json) => id)
  const path = `/v1.0/deviceManagement/windowsAutopilotDeviceIdentities/${first}/updateDeviceProperties`
  expect((await client.ask('POST', path, { groupTag: 'Lobby' })).status).toBe(204)
  const change = { groupTag: { set: 'Lobby' } }
  const job = await run({ kind: 'update-devices', selection: { ids: [first, ...others] }, change })
  expect(job.counts).toMatchObject({ changed: 9, unchanged: 1 })
  expect(await told()).toEqual([[first], others.toSorted()])
  await ask('POST', `jobs/${job.id}/undo`, {})
  while (await registry.app.runNextJob());
  expect(await told()).toEqual([[first], others.toSorted(), others.toSorted()])
})

test('an undo leaves alone what somebody has changed since', async () => {
  const job = await run({
    kind: 'update-devices',
    selection: kiosks,
    change: { groupTag: { append: '-2' } },
  })
  const [device] = (
    await ask('GET', `devices?filter=${encodeURIComponent("groupTag eq 'Kiosk-2'")}`)
  ).value
  const path = `/v1.0/deviceManagement/windowsAutopilotDeviceIdentities/${device.id}/updateDeviceProperties`
  expect((await client.ask('POST', path, { groupTag: 'Mine' })).status).toBe(204)
  const undo = await ask('POST', `jobs/${job.id}/undo`, {})
  while (await registry.app.runNextJob());
  expect(await ask('GET', `jobs/${undo.id}`)).toMatchObject({ counts: { changed: 9, refused: 1 } })
  const { value } = await ask('GET', `jobs/${undo.id}/rows?state=refused`)
  expect(value).toEqual([
    expect.objectContaining({ deviceId: device.id, reason: expect.stringContaining("'Mine'") }),
  ])
  expect(await tagged('Mine')).toBe(1)
})

test('a list that changed meanwhile is not acted on', async () => {
  const answer = await client.ask('POST', '/admin/v1/jobs', {
    kind: 'delete-devices',
    selection: { ...kiosks, expectedCount: 11 },
  })
  expect(answer.status).toBe(409)
  expect((await json(answer)).error.message).toContain('10 devices match now, not 11')
  expect(await tagged('Kiosk')).toBe(10)
})

test('names that Windows would not take are refused row by row, and templates at once', async () => {
  const change = (template: string) => ({ displayName: { template } })
  const wrong = await client.ask('POST', '/admin/v1/jobs', {
    kind: 'update-devices',
    selection: kiosks,
    change: change('%NAME%'),
  })
  expect(wrong.status).toBe(400)
  const job = await run({
    kind: 'update-devices',
    selection: kiosks,
    change: change(`${'AVERYLONGPREFIX%SERIAL%'.slice(0, 12)}%SERIAL%`),
  })
  expect(job.counts.changed + job.counts.refused).toBe(10)
  expect(job.counts.refused).toBeGreaterThan(0)
})

test('what is deleted is gone, and what was gone already is said', async () => {
  const all = (await ask('GET', 'devices?top=30')).value
  const ids = all.slice(0, 3).map(({ id }: Json) => id)
  const job = await run({
    kind: 'delete-devices',
    selection: { ids: [...ids, '00000000-0000-4000-8000-000000000000'] },
  })
  expect(job).toMatchObject({ counts: { asked: 4, changed: 3, missing: 1 } })
  expect(job.undoUntil).not.toBeNull()
  expect((await ask('GET', 'devices?count=true')).count).toBe(27)
})

test('a cancelled job keeps what is done and goes no further', async () => {
  const { id } = await ask('POST', 'jobs', {
    kind: 'update-devices',
    selection: kiosks,
    change: { groupTag: { clear: true } },
  })
  expect(await ask('POST', `jobs/${id}/cancel`, {})).toMatchObject({ state: 'cancelled' })
  expect(await registry.app.runNextJob()).toBe(false)
  expect(await tagged('Kiosk')).toBe(10)
  expect((await client.ask('POST', `/admin/v1/jobs/${id}/cancel`, {})).status).toBe(409)
})

test('an export for Intune is the file that was imported', async () => {
  const job = await run({ kind: 'export-devices', selection: kiosks, format: 'intune' })
  const answer = await client.ask('GET', job.resultUrl)
  expect(answer.headers.get('content-disposition')).toContain('devices.csv')
  const lines = (await answer.text()).trimEnd().split('\r\n')
  expect(lines).toHaveLength(11)
  const sent = fleet
    .filter((_, i) => i % 3 === 0)
    .map((device) => `${device.description.serialNumber},,${device.hash().text},Kiosk,`)
  expect(
    lines
      .slice(1)
      .map((line) => line.replace(/^([^,]*),[^,]*,/, '$1,,'))
      .toSorted(),
  ).toEqual(sent.toSorted())
})

test('a device shows its hashes, why it has its profile, and what happened to it', async () => {
  await run({ kind: 'update-devices', selection: kiosks, change: { groupTag: { set: 'Lobby' } } })
  const [device] = (await ask('GET', `devices?filter=${encodeURIComponent("groupTag eq 'Lobby'")}`))
    .value
  const { value: hashes } = await ask('GET', `devices/${device.id}/hashes`)
  expect(hashes).toEqual([
    expect.objectContaining({
      file: 'box.csv',
      decoded: expect.objectContaining({ serialNumber: device.serialNumber }),
      changes: [],
    }),
  ])
  expect(hashes[0].hardwareIdentifier).toBeUndefined()
  const audit = await ask('GET', 'audit?limit=5')
  expect(audit.value.map(({ activity }: Json) => activity)).toContain(
    'Action hashes WindowsAutopilotDeviceIdentity',
  )
  const { value: timeline } = await ask('GET', `devices/${device.id}/timeline`)
  expect(timeline.map(({ kind }: Json) => kind)).toEqual(
    expect.arrayContaining(['job', 'registered']),
  )
  expect(timeline.find(({ kind }: Json) => kind === 'job')).toMatchObject({
    before: { groupTag: 'Kiosk' },
    after: { groupTag: 'Lobby' },
  })
  expect(await ask('GET', `devices/${device.id}/assignment`)).toEqual({
    profileId: null,
    because: null,
    others: [],
  })
})

test('an import is found with its sender, read row by row, and retried', async () => {
  const again = await ask('POST', 'imports', {
    label: 'again.csv',
    rows: fleet.slice(0, 2).map((device, i) => ({
      file: 'again.csv',
      line: i + 2,
      hardwareIdentifier: device.hash().text,
    })),
  })
  await registry.decideAll()
  const { value } = await ask('GET', 'imports')
  expect(value[0]).toMatchObject({
    importId: again.importId,
    label: 'again.csv',
    rows: 2,
    error: 2,
    byError: [{ name: 'ZtdDeviceAlreadyAssigned', count: 2 }],
  })
  const rows = await ask('GET', `imports/${again.importId}/rows?error=ZtdDeviceAlreadyAssigned`)
  expect(rows.value[1]).toMatchObject({ file: 'again.csv', line: 3, errorCode: 806 })
  const retried = await ask('POST', `imports/${again.importId}/retry`, {
    errors: ['ZtdDeviceAlreadyAssigned'],
  })
  await registry.decideAll()
  expect(await ask('GET', `imports/${retried.importId}`)).toMatchObject({
    label: 'Retry of again.csv',
    rows: 2,
    error: 2,
  })
})

test('thirty devices are changed by one statement, whatever each has become', async () => {
  const request = {
    kind: 'update-devices',
    selection: { q: '', filter: '', expectedCount: 30 },
    change: { groupTag: { append: '-2' } },
  }
  const asked = await statementsOf(registry.store, () => run(request))
  expect(asked.filter((text) => /^update device set/.test(text))).toHaveLength(1)
  expect(await tagged('Kiosk-2')).toBe(10)
  expect(await tagged('Lab-2')).toBe(20)
})
