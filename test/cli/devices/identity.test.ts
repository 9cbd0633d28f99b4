/** `taxiway devices explain` and `taxiway conflicts` against a real server, and against one that is not a Taxiway server. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { csvOf } from '../../support/device-files.ts'
import { hashFixture } from '../../support/hardware-hashes.ts'
import { base64, described, laptop, later, withOtherKey } from '../../support/machines.ts'
import { databaseSettings } from '../../support/server-database.ts'
import { emptyFolder, taxiway } from '../../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../../support/taxiway-process.ts'

let server: TaxiwayProcess
let folder: string

beforeAll(async () => {
  server = await startTaxiwayProcess({ env: await databaseSettings() })
  folder = emptyFolder()
})

afterAll(() => server.dispose())

const run = (...args: string[]) => taxiway(args, { cwd: folder, configFolder: server.configFolder })

const json = async (...args: string[]) => {
  const { code, stdout, stderr } = await run(...args, '--json')
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout)
}

/** Imports one machine; answers its serial number. */
async function imported(name: string, bytes: Uint8Array): Promise<string> {
  const serial = described(bytes).serialNumber ?? ''
  writeFileSync(join(folder, name), csvOf([{ serial, hardwareHash: base64(bytes) }]))
  await run('import', name)
  return serial
}

test('a hash is explained: which device, why, and with what evidence', async () => {
  const machine = laptop('explained')
  const serial = await imported('first.csv', machine)
  const swapped = later(machine, [{ event: 'regenerated' }, { event: 'disk-swapped' }])
  writeFileSync(join(folder, 'hash.txt'), base64(swapped))

  const { match } = await json('devices', 'explain', 'hash.txt')
  const device = await json('devices', 'show', serial)
  expect(match).toMatchObject({ verdict: 'match', deviceId: device.id })

  const { code, stdout } = await run('devices', 'explain', 'hash.txt')
  expect(code).toBe(0)
  expect(stdout).toContain(`Verdict: the same device as ${device.id}`)
  expect(stdout).toContain('disk is new')
  expect(stdout).toMatch(/disk +different +can be moved/)
})

test('a device is explained by its history', async () => {
  const machine = laptop('with a past')
  const serial = await imported('past.csv', machine)
  await imported('later.csv', later(machine, [{ event: 'regenerated' }, { event: 'disk-swapped' }]))
  const { history, conflicts } = await json('devices', 'explain', serial)
  expect(history.hashes).toHaveLength(2)
  expect(conflicts).toEqual([])
  const { stdout } = await run('devices', 'explain', serial.toLowerCase())
  expect(stdout).toMatch(/Claim: by hardware hash alone, provisional until \d{4}-/)
  expect(stdout).toContain('first known hash')
  expect(stdout).toContain('movable: diskSerials')
})

test('a file of hashes is explained row by row, and what is not a hash is a finding', async () => {
  const machine = laptop('one of two')
  writeFileSync(
    join(folder, 'two.csv'),
    csvOf([
      { serial: 'A', hardwareHash: base64(machine) },
      { serial: 'B', hardwareHash: 'bm8gaGFzaA==' },
    ]),
  )
  const { code, stdout } = await run('devices', 'explain', 'two.csv', '--json')
  expect(code).toBe(2)
  expect(JSON.parse(stdout)).toMatchObject([
    { line: 2, match: { verdict: 'no-match', candidates: [] } },
    { line: 3, match: null, fault: expect.stringContaining('not an intact hardware hash') },
  ])
})

test('a held row is listed, shown, decided as the same device, and gone from the list', async () => {
  const machine = laptop('held')
  const serial = await imported('held.csv', machine)
  await imported('rival.csv', withOtherKey(machine))
  const [conflict] = await json('conflicts', 'list')
  const device = await json('devices', 'show', serial)
  expect(conflict).toMatchObject({ state: 'open', candidates: [device.id] })
  expect((await run('conflicts', 'show', conflict.id)).stdout).toContain(`${device.id}  ${serial}`)
  expect((await run('devices', 'explain', serial)).stdout).toContain(
    `taxiway conflicts show ${conflict.id}`,
  )

  const unasked = await run('conflicts', 'decide', conflict.id, '--same', serial)
  expect(unasked).toMatchObject({ code: 1, stdout: '' })
  expect(unasked.stderr).toContain('Add --yes')
  const decided = await json('conflicts', 'decide', conflict.id, '--same', serial, '--yes')
  expect(decided).toMatchObject({
    state: 'same',
    decidedBy: expect.stringContaining('application'),
  })
  expect(await json('conflicts', 'list')).toEqual([])
  expect(await json('conflicts', 'list', '--state', 'all')).toHaveLength(1)
  const again = await run('conflicts', 'decide', conflict.id, '--different', '--confirm=false')
  expect(again.code).toBe(1)
  expect(again.stderr).toContain('is already decided: same')
})

test('a held row that is a different device gets registered', async () => {
  const machine = laptop('twin')
  const serial = await imported('twin.csv', machine)
  await imported('other-twin.csv', withOtherKey(machine))
  const [conflict] = await json('conflicts', 'list')
  await json('conflicts', 'decide', conflict.id, '--different', '--yes')
  const shown = await run('devices', 'show', serial)
  expect(shown.code).toBe(5)
  const explained = await run('devices', 'explain', serial)
  expect(explained.code).toBe(5)
  expect(explained.stderr).toContain('2 devices have the serial number')
})

test('a decision needs exactly one word, and a device that is a candidate', async () => {
  const stranger = await imported('stranger.csv', laptop('stranger'))
  const machine = laptop('undecided')
  await imported('undecided.csv', machine)
  await imported('undecided-rival.csv', withOtherKey(machine))
  const [conflict] = await json('conflicts', 'list')
  const none = await run('conflicts', 'decide', conflict.id, '--yes')
  const two = await run('conflicts', 'decide', conflict.id, '--same', '--reject', '--yes')
  const wrong = await run('conflicts', 'decide', conflict.id, '--same', stranger, '--yes')
  expect([none.code, two.code, wrong.code]).toEqual([1, 1, 1])
  expect(wrong.stderr).toContain('is not a candidate')
  await json('conflicts', 'decide', conflict.id, '--reject', '--yes')
})

test('Microsoft is not asked to explain', async () => {
  const env = {
    TAXIWAY_CLIENT_ID: 'a',
    TAXIWAY_TENANT: 'contoso.onmicrosoft.com',
    TAXIWAY_CLIENT_SECRET: 's',
  }
  for (const words of [
    ['devices', 'explain', hashFixture(1).hardwareHash],
    ['conflicts', 'list'],
  ]) {
    const { code, stderr } = await taxiway(words, { env })
    expect(code).toBe(1)
    expect(stderr).toContain('https://graph.microsoft.com is not a Taxiway server')
  }
})

test('disputes are listed, claimed and contested by command', async () => {
  expect(await json('disputes', 'list')).toEqual([])
  expect(await json('disputes', 'list', '--undecided')).toEqual([])
  expect(await json('disputes', 'token')).toMatchObject([{ token: expect.any(String) }])
  const id = '0197c5a0-0000-7000-8000-000000000001'
  const contested = await run('disputes', 'contest', id, '--reason', 'Bought in May')
  expect(contested).toMatchObject({ code: 1 })
  expect(contested.stderr).toContain('No dispute with this id waits for you')
  const unsaid = await run('disputes', 'decide', id, 'keep', '--yes')
  expect(unsaid.code).toBe(1)
  expect(unsaid.stderr).toContain('--reason')
})

test('enrollments are listed, let in, paused and ended by command', async () => {
  expect(await json('enrollments', 'list', '--state', 'active')).toEqual([])
  const [made] = await json('enrollments', 'token', '--personal')
  expect(made).toMatchObject({
    token: expect.stringMatching(/^[\w-]{64}$/),
    discoveryUrl: expect.stringMatching(/\/EnrollmentServer\/Discovery\.svc$/),
  })
  const listed = await json('enrollments', 'tokens')
  expect(listed).toMatchObject([{ id: made.id, state: 'unused', ownership: 'personal' }])
  expect(JSON.stringify(listed)).not.toContain(made.token)
  expect((await run('enrollments', 'withdraw', made.id)).code).toBe(0)
  expect(await json('enrollments', 'tokens')).toMatchObject([{ id: made.id, state: 'withdrawn' }])
  expect(await json('enrollments', 'settings', '--pause', '--convert')).toEqual([
    { isPaused: true, convertAllTargetedDevices: true },
  ])
  expect(await json('enrollments', 'settings', '--no-pause', '--no-convert')).toEqual([
    { isPaused: false, convertAllTargetedDevices: false },
  ])
  const nobody = '0197c5a0-0000-7000-8000-000000000001'
  for (const act of ['unenroll', 'revoke'])
    expect((await run('enrollments', act, nobody, '--yes')).stderr).toContain('no enrollment')
})
