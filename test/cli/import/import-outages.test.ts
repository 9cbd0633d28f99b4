/** A whole `taxiway import` while the server is slow, throttles, dies or never decides. */
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fleetRows, writeDevices } from '../../support/device-files.ts'
import { eventually } from '../../support/eventually.ts'
import { freePort } from '../../support/network/free-port.ts'
import { type Reply, type ScriptedGraph, startScriptedGraph } from '../../support/scripted-graph.ts'
import { databaseSettings } from '../../support/server-database.ts'
import { emptyFolder, startTaxiwayCommand, taxiway } from '../../support/taxiway-command.ts'
import { startTaxiwayProcess } from '../../support/taxiway-process.ts'

/** A record that never gets its verdict. */
const undecided = { id: '1', importId: '', state: { deviceImportStatus: 'unknown' } }

let peer: ScriptedGraph
let folder: string
let configFolder: string
/** What the peer answers to an import. */
let onImport: () => Reply

beforeEach(async () => {
  folder = emptyFolder()
  configFolder = emptyFolder()
  peer = await startScriptedGraph(({ method, path }) => {
    if (method === 'POST') return onImport()
    return { json: path.endsWith('Identities/1') ? undecided : { value: [] } }
  })
  const contexts = { current: 'it', contexts: { it: peer.context } }
  writeFileSync(join(configFolder, 'contexts.json'), JSON.stringify(contexts))
  writeDevices(folder, 'one.csv', fleetRows('one', 1))
})

afterEach(() => peer.close())

test('verdicts that do not come in time end with exit code 4 and the command to look again', async () => {
  onImport = () => ({ json: { value: [undecided] } })
  const { code, stdout, stderr } = await run('import', 'one.csv', '--timeout', '0.5', '--json')
  expect(code).toBe(4)
  expect(JSON.parse(stdout).summary).toMatchObject({ complete: 0, unknown: 1 })
  expect(stderr).toContain('taxiway import --resume one.csv.receipt.json')
})

test('an answer that does not say what became of the rows ends with exit code 4, and they may be asked for', async () => {
  onImport = () => ({ json: {} })
  const { code, stderr } = await run('import', 'one.csv')
  expect([code, stderr]).toEqual([4, expect.stringContaining('without the results')])
  expect(stderr).toContain('taxiway import --resume one.csv.receipt.json')
})

test('a server that keeps throttling ends with exit code 4, and nothing was sent', async () => {
  onImport = () => ({ status: 429, headers: { 'retry-after': '30' } })
  const { code, stderr } = await run('import', 'one.csv', '--timeout', '2')
  expect(code).toBe(4)
  expect(stderr).toContain('answered 429')
  expect(stderr).toContain('taxiway import --resume one.csv.receipt.json')
  expect(receipt().rows[0].status).toBe('waiting')
})

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s leaves at once with the command to go on',
  async (signal) => {
    onImport = () => ({ json: { value: [undecided] } })
    const child = startTaxiwayCommand(['import', 'one.csv'], { cwd: folder, configFolder })
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += chunk
    })
    const ended = once(child, 'close')
    await eventually(() => expect(receipt().rows[0].status).toBe('sent'))
    child.kill(signal)
    expect(await ended).toEqual([4, null])
    expect(said).toContain('Stopped. Continue with: taxiway import --resume one.csv.receipt.json')
  },
)

test('a dry run of --resume sends nothing, asks nothing and leaves the receipt alone', async () => {
  onImport = () => ({ status: 429, headers: { 'retry-after': '30' } })
  await run('import', 'one.csv', '--timeout', '1')
  const before = { asked: peer.asked.length, receipt: receipt() }
  const { code, stdout } = await run(
    'import',
    '--resume',
    'one.csv.receipt.json',
    '--what-if',
    '--json',
  )
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toEqual([
    { file: 'one.csv', line: 2, serialNumber: expect.any(String), status: 'waiting' },
  ])
  expect({ asked: peer.asked.length, receipt: receipt() }).toEqual(before)
})

test('--quiet says nothing but data and failures', async () => {
  onImport = () => ({ json: { value: [undecided] } })
  const { code, stdout, stderr } = await run(
    'import',
    'one.csv',
    '--no-wait',
    '--quiet',
    '-o',
    'tsv',
  )
  expect(code).toBe(0)
  expect(stdout.split('\n')[1]).toMatch(/^one\.csv\t2\t\w+\tunknown\t/)
  expect(stderr).toMatch(/^See the rest with: .*\n$/)
})

test('a server that is killed and restarted during an import decides every row once', async () => {
  const env = await databaseSettings()
  const port = await freePort()
  const first = await startTaxiwayProcess({ env, port })
  writeDevices(folder, 'many.csv', fleetRows('many', 1000))
  const command = taxiway(['import', 'many.csv', '--json'], {
    cwd: folder,
    configFolder: first.configFolder,
  })
  const path = join(folder, 'many.csv.receipt.json')
  await eventually(() => expect(readFileSync(path, 'utf8')).toMatch(/"(sending|sent)"/))
  await first.kill('SIGKILL')
  const { dataFolder, configFolder: own } = first
  const second = await startTaxiwayProcess({ env, dataFolder, configFolder: own, port })
  const { code, stdout } = await command
  expect(code).toBe(0)
  expect(JSON.parse(stdout).summary).toMatchObject({ complete: 1000, error: 0, unknown: 0 })
  await second.dispose()
})

function run(...args: string[]) {
  return taxiway(args, { cwd: folder, configFolder })
}

function receiptPath(): string {
  return join(folder, 'one.csv.receipt.json')
}

function receipt() {
  return JSON.parse(readFileSync(receiptPath(), 'utf8'))
}
