/**
 * kill -9 of `taxiway import` against an emulator that throttles, fails and hangs up: every row is registered,
 * nothing is sent twice, and the receipt says so.
 */
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Random, randomFrom } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fleetRows, type Row, writeDevices } from '../support/device-files.ts'
import { databaseSettings } from '../support/server-database.ts'
import { emptyFolder, startTaxiwayCommand, taxiway } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import {
  devicesPath,
  importedPath,
  signIn,
  trust,
  type WireClient,
} from '../support/wire-client.ts'

const seed = Number(process.env['TAXIWAY_CRASH_SEED'] ?? 20_261_120)
const rows = Number(process.env['TAXIWAY_CLIENT_ROWS'] ?? 60)
const kills = Number(process.env['TAXIWAY_CLIENT_KILLS'] ?? 3)
/** A kill meets an import on its way more often when there are several imports. */
const killsPerImport = 5
const maxLifeMs = 900

const faults = [
  { status: 429, retryAfter: 1 },
  { status: 429 },
  { status: 500 },
  { status: 503 },
  { drop: true },
  { truncate: true },
]

let server: TaxiwayProcess
let client: WireClient
beforeAll(async () => {
  const env = {
    ...(await databaseSettings()),
    TAXIWAY_EMULATOR: 'true',
    TAXIWAY_FIDELITY: 'strict',
  }
  server = await startTaxiwayProcess({ env })
  trust(server.ca)
  client = await signIn(server.origin, server.credentials())
})
afterAll(() => server.dispose())

test(`${rows} rows arrive once through ${kills} kills of the command (seed ${seed})`, {
  timeout: 3_600_000,
}, async () => {
  const random = randomFrom(`client ${seed}`)
  const imports = Math.max(1, Math.round(kills / killsPerImport))
  const fleet = fleetWithSerials(rows)
  const each = Math.ceil(rows / imports)
  let killed = 0
  for (let n = 0; n < imports; n++) {
    const part = fleet.slice(n * each, (n + 1) * each)
    const file = importFile(n, part)
    const wanted = Math.min(killsPerImport, kills - killed)
    for (let kill = 0; kill < wanted; kill++) killed += await startAndKill(file, random)
    await finish(file, random)
    expectWhole(file, part)
  }
  const registered = await client.all(devicesPath)
  const serials = (list: readonly { serialNumber: string }[]) =>
    list.map(({ serialNumber }) => serialNumber).sort()
  const oracle = fleet.map(({ serial }) => serial).sort()
  expect(serials(registered)).toEqual(oracle)
  // A row that was sent twice would have a second record.
  expect(serials(await client.all(importedPath))).toEqual(oracle)
  process.stdout.write(`${rows} rows, ${killed} kills met a running command\n`)
})

/** Each with a serial number in its hash, so that a list of devices can be compared with the file. */
function fleetWithSerials(count: number): readonly Row[] {
  const name = `client ${seed}`
  const all = fleetRows(name, Math.ceil(count * 1.2))
  return all.filter(({ serial }) => !serial.startsWith(name)).slice(0, count)
}

const internalError = expect.stringContaining(' answered 500 ')
const canContinue = expect.stringMatching(/taxiway import --resume|Run the same command again/)

type ImportFile = { readonly folder: string; readonly name: string; readonly receipt: string }

function importFile(n: number, part: readonly Row[]): ImportFile {
  const folder = emptyFolder()
  const name = `part-${n}.csv`
  writeDevices(folder, name, part)
  return { folder, name, receipt: join(folder, `${name}.receipt.json`) }
}

/** As a person does who does not know how far the last run came. */
function argumentsFor({ name, receipt }: ImportFile): string[] {
  return existsSync(receipt)
    ? ['import', '--resume', `${name}.receipt.json`, '--json']
    : ['import', name, '--json']
}

/** 1 = it was killed at work; 0 = it had ended. */
async function startAndKill(file: ImportFile, random: Random): Promise<number> {
  await addFaults(random)
  const child = startTaxiwayCommand(argumentsFor(file), {
    cwd: file.folder,
    configFolder: server.configFolder,
  })
  child.stdout.resume()
  child.stderr.resume()
  const ended = once(child, 'close')
  await Promise.race([ended, pause(random.below(maxLifeMs))])
  const atWork = child.exitCode === null
  child.kill('SIGKILL')
  await ended
  return atWork ? 1 : 0
}

async function addFaults(random: Random): Promise<void> {
  for (let n = 0; n < 2; n++) {
    const answer = faults[random.below(faults.length)]
    const match = { path: '*WindowsAutopilotDeviceIdentities*' }
    await client.ask('POST', '/emulator/v1/faults', { match, answer, times: 1 })
  }
}

async function finish(file: ImportFile, random: Random): Promise<void> {
  for (;;) {
    await addFaults(random)
    const { code, stderr } = await taxiway(argumentsFor(file), {
      cwd: file.folder,
      configFolder: server.configFolder,
    })
    if (code === 0) return
    // Either nothing was begun, or the command says that it can be continued, and how.
    if (code === 1) expect([stderr, existsSync(file.receipt)]).toEqual([internalError, false])
    else expect([code, stderr]).toEqual([4, canContinue])
  }
}

function expectWhole({ receipt }: ImportFile, part: readonly Row[]): void {
  const { rows: said } = JSON.parse(readFileSync(receipt, 'utf8'))
  const row = ({ serial }: Row) => ({
    serialNumber: serial,
    status: 'complete',
    registrationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
  expect(said).toEqual(part.map((each) => expect.objectContaining(row(each))))
}
