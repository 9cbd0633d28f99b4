/** The command line against a real server: from CSV files to registered devices, and back. */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { randomFrom } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReportRow } from '../../cli/import/report-rows.ts'
import { fleetRows, writeDevices } from '../support/device-files.ts'
import { hashFixture, hashFixtures } from '../support/hardware-hashes.ts'
import { taxiwayThatFits as taxiway } from '../support/json/fits.ts'
import { databaseSettings } from '../support/server-database.ts'
import { emptyFolder, root, startTaxiwayCommand } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { importedPath, signIn, trust } from '../support/wire-client.ts'

let server: TaxiwayProcess
let folder: string

beforeAll(async () => {
  server = await startTaxiwayProcess({
    env: { ...(await databaseSettings()), TAXIWAY_EMULATOR: 'true' },
  })
  folder = emptyFolder()
})

afterAll(() => server.dispose())

type Known = {
  readonly serialNumber: string
  readonly manufacturer: string
  readonly model: string
}

const run = (...args: string[]) => taxiway(args, { cwd: folder, configFolder: server.configFolder })

test('ten devices are registered, and a second import says that they are', async () => {
  writeDevices(folder, 'ten.csv')
  const first = await run('import', 'ten.csv', '--json')
  expect(first).toMatchObject({ code: 0 })
  const { receipt, rows, summary } = JSON.parse(first.stdout)
  expect(summary).toMatchObject({ complete: 10, error: 0, refused: 0, unknown: 0 })
  expect(receipt).toBe('ten.csv.receipt.json')
  expect(rows[0]).toEqual({
    file: 'ten.csv',
    line: 2,
    serialNumber: hashFixture(1).serial,
    importId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    registrationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    registeredSerialNumber: hashFixture(1).serial,
    status: 'complete',
    errorCode: null,
    errorName: null,
    explanation: null,
    conflictId: null,
    userWarning: null,
    upsert: null,
    profileState: null,
  })

  const second = await run('import', 'ten.csv', '--json')
  expect(second.code).toBe(2)
  const again: ReportRow[] = JSON.parse(second.stdout).rows
  expect(again.map(({ status, errorCode, errorName }) => [status, errorCode, errorName])).toEqual(
    Array(10).fill(['error', 806, 'ZtdDeviceAlreadyAssigned']),
  )
})

test('the table has a line per row and one sentence per reason', async () => {
  const { code, stdout, stderr } = await run('import', 'ten.csv')
  expect(code).toBe(2)
  expect(stdout.trim().split('\n')).toHaveLength(11)
  expect(stdout).toContain('ZtdDeviceAlreadyAssigned (806)')
  expect(stderr).toContain('(10 rows)')
  expect(stderr).toContain('0 of 10 complete, 10 failed')
})

test('registered devices are listed with what their hashes say', async () => {
  const { code, stdout } = await run('devices', 'list', '--json')
  expect(code).toBe(0)
  const devices: Known[] = JSON.parse(stdout)
  const facts = ({ serialNumber, manufacturer, model }: Known) => [
    serialNumber,
    manufacturer,
    model,
  ]
  // Firmware without a serial number reports this placeholder.
  const none = 'SMBIOS_STRING_INDEX_0'
  const expected = hashFixtures.map((each) =>
    facts({ ...each, serialNumber: each.serial === none ? '' : each.serial }),
  )
  expect(devices.map(facts).toSorted()).toEqual(expected.toSorted())
})

test('a device is shown by serial number in any case, and by id', async () => {
  const serial = hashFixture(1).serial
  const bySerial = JSON.parse((await run('devices', 'show', serial.toLowerCase(), '--json')).stdout)
  const byId = JSON.parse((await run('devices', 'show', bySerial.id, '--json')).stdout)
  expect(bySerial.serialNumber).toBe(serial)
  expect(byId).toEqual(bySerial)
})

test('a device that nobody registered is not found', async () => {
  const { code, stderr } = await run('devices', 'show', 'NOSUCHSERIAL')
  expect(code).toBe(1)
  expect(stderr).toContain('There is no registered device NOSUCHSERIAL.')
})

test('a hash that is not Base64 is refused before it is sent, and the other rows go', async () => {
  const [first, second] = fleetRows('garbled', 2)
  if (first === undefined || second === undefined)
    throw new Error('a fleet of two has two machines')
  const garbled = { ...first, hardwareHash: `!${first.hardwareHash.slice(1)}` }
  writeDevices(folder, 'garbled.csv', [garbled, second])
  const { code, stdout } = await run('import', 'garbled.csv', '--json')
  expect(code).toBe(2)
  const rows: ReportRow[] = JSON.parse(stdout).rows
  expect(rows.map(({ status, errorName }) => [status, errorName])).toEqual([
    ['refused', 'InvalidZtdHardwareHash'],
    ['complete', null],
  ])
})

test('without waiting, the verdicts are read later from the receipt', async () => {
  const sent = await run('import', 'ten.csv', '--no-wait', '--receipt', 'later.json', '--json')
  expect(sent.code).toBe(0)
  const later = await run('import', '--resume', 'later.json', '--json')
  expect(later.code).toBe(2)
  expect(JSON.parse(later.stdout).summary).toMatchObject({ error: 10, unknown: 0 })
})

test('an import killed again and again at any moment sends no row twice and loses none', async () => {
  writeDevices(folder, 'many.csv', fleetRows('many', 2000))
  const receipt = 'many.csv.receipt.json'
  const before = await recordCount()
  const random = randomFrom('kills')
  let words = ['import', 'many.csv']
  for (let kills = 0; kills < 8; kills += 1) {
    await killed(words, 100 + random.below(500))
    if (existsSync(join(folder, receipt))) words = ['import', '--resume', receipt]
  }
  const last = await run(...words, '--json')
  expect(last.code).toBe(0)
  expect(JSON.parse(last.stdout).summary).toMatchObject({ complete: 2000, unknown: 0 })
  expect((await recordCount()) - before).toBe(2000)
})

test('1,000 rows cost two requests that send them, and at most 50 that ask about them', async () => {
  trust(server.ca)
  const client = await signIn(server.origin, server.credentials())
  const requests = async (since = '') =>
    (await client.ask('GET', `/emulator/v1/requests?since=${since}`)).value
  writeDevices(folder, 'counted.csv', fleetRows('counted', 1000))
  const last = (await requests()).at(-1)
  expect(await run('import', 'counted.csv', '--quiet', '--json')).toMatchObject({ code: 0 })
  const asked: { method: string; path: string }[] = await requests(last.id)
  const sends = ({ method, path }: { method: string; path: string }) =>
    method === 'POST' && path === `${importedPath}/import`
  expect(asked.filter(sends)).toHaveLength(2)
  const others = asked.filter((each) => !sends(each)).map(({ path }) => path)
  expect(others.length, others.join('\n')).toBeLessThanOrEqual(50)
})

test('a changed file is not taken up', async () => {
  const path = writeDevices(folder, 'changed.csv')
  const child = await run('import', 'changed.csv', '--no-wait')
  expect(child.code).toBe(0)
  const receiptPath = join(folder, 'changed.csv.receipt.json')
  const receipt = JSON.parse(readFileSync(receiptPath, 'utf8'))
  receipt.rows[0].status = 'waiting'
  writeFileSync(receiptPath, JSON.stringify(receipt))
  writeFileSync(path, `${readFileSync(path, 'utf8')}\r\n`)
  const { code, stderr } = await run('import', '--resume', receiptPath)
  expect(code).toBe(1)
  expect(stderr).toContain('has changed since its import began')
  const anew = await run('import', 'changed.csv')
  expect(anew.stderr).toContain(`taxiway import --resume changed.csv.receipt.json`)
})

test('--clean-up removes the import records and leaves the devices', async () => {
  const before = await recordCount()
  const { code } = await run('import', 'ten.csv', '--clean-up')
  expect(code).toBe(2)
  expect(await recordCount()).toBe(before)
})

test('made-up devices fill a server, and those that are there are not made again', async () => {
  const fill = (...args: string[]) => {
    const env = { ...process.env, TAXIWAY_CONFIG_DIR: server.configFolder }
    return promisify(execFile)(process.execPath, [join(root, 'bench/fill.ts'), ...args], { env })
  }
  const first = await fill('--devices', '600', '--tags', '2', '--seed', 'a')
  expect(first.stdout).toMatch(/^600 devices registered in /)
  const second = await fill('--devices', '600', '--tags', '2', '--seed', 'a')
  expect(second.stdout).toContain('600 were there already: another --seed makes other devices.')
  const { stdout } = await run('devices', 'list', '--filter', "groupTag eq 'Site-02'", '--json')
  expect(JSON.parse(stdout)).toHaveLength(300)
  await expect(fill('--devices', 'many')).rejects.toMatchObject({
    stderr: expect.stringContaining('It must be a whole number.'),
  })
})

/** Runs a command and kills it after `ms`, if it is not done by then. */
async function killed(words: readonly string[], ms: number): Promise<void> {
  const child = startTaxiwayCommand(words, { cwd: folder, configFolder: server.configFolder })
  const timer = setTimeout(() => child.kill('SIGKILL'), ms)
  await once(child, 'close')
  clearTimeout(timer)
}

/** How many import records the tenant has, asked with the command line's own client. */
async function recordCount(): Promise<number> {
  process.env['TAXIWAY_CONFIG_DIR'] = server.configFolder
  const { connect } = await import('../../cli/graph/client.ts')
  let count = 0
  const path = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'
  for await (const page of connect(server.credentials()).pages(path)) count += page.length
  return count
}
