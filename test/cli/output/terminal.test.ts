/** The command line at a terminal: progress, questions, Ctrl+C, and terminals that are narrow. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { progressLine, progressWords } from '../../../cli/terminal/progress-line.ts'
import { fleetRows, writeDevices } from '../../support/device-files.ts'
import { eventually } from '../../support/eventually.ts'
import { ctrlC, hasTerminal, runInTerminal, type Screen } from '../../support/programs/terminal.ts'
import {
  type Asked,
  type Reply,
  type ScriptedGraph,
  startScriptedGraph,
} from '../../support/scripted-graph.ts'
import { emptyFolder } from '../../support/taxiway-command.ts'

const device = {
  id: '7a1c0000-0000-4000-8000-00000000d001',
  serialNumber: 'PF3ABCDE',
  model: 'T14',
}
const rows = 40

let peer: ScriptedGraph
let folder: string
let configFolder: string
/** Ids of rows in the order in which they were sent, and how many of them have their verdicts. */
let sent: string[]
let decided: number
let deleted: boolean

beforeAll(async () => {
  folder = emptyFolder()
  configFolder = emptyFolder()
  peer = await startScriptedGraph(reply)
  const contexts = { current: 'it', contexts: { it: peer.context } }
  writeFileSync(join(configFolder, 'contexts.json'), JSON.stringify(contexts))
  writeDevices(folder, 'many.csv', fleetRows('terminal', rows))
  writeFileSync(join(folder, 'tags.csv'), `Serial number,Group tag\n${device.serialNumber},New\n`)
})
afterAll(() => peer.close())
beforeEach(() => {
  sent = []
  decided = 0
  deleted = false
})

function reply({ method, path, body }: Asked): Reply {
  if (path.includes('importedWindows')) return importReply(method, path, body)
  if (method === 'DELETE') {
    deleted = true
    return { status: 204 }
  }
  // A change is refused until somebody loses patience.
  if (method === 'POST') return { status: 429, headers: { 'retry-after': '600' } }
  if (path.includes(device.id)) return deleted ? { status: 404, json: {} } : { json: device }
  return { json: { value: deleted ? [] : [device] } }
}

function importReply(method: string, path: string, body: string): Reply {
  if (method === 'POST') {
    const asked = JSON.parse(body).importedWindowsAutopilotDeviceIdentities
    sent = asked.map(({ importId }: { importId: string }) => importId)
    return { json: { value: sent.map(record) } }
  }
  const id = sent.find((each) => path.endsWith(each))
  return { json: id === undefined ? { value: sent.map(record) } : record(id) }
}

function record(id: string) {
  const isDecided = sent.indexOf(id) < decided
  const state = {
    deviceImportStatus: isDecided ? 'complete' : 'unknown',
    deviceRegistrationId: isDecided ? id : '',
    deviceErrorCode: 0,
    deviceErrorName: '',
  }
  return { id, importId: id, state }
}

const run = (args: readonly string[], columns?: number): Screen =>
  runInTerminal(args, { cwd: folder, configFolder, ...(columns !== undefined && { columns }) })

const startImport = (receipt: string, columns?: number) =>
  run(['import', 'many.csv', '--receipt', receipt, '--timeout', '1200', '--yes'], columns)

/** The lines that tell how far it is. */
async function progressOf(screen: Screen): Promise<readonly string[]> {
  return (await screen.lines()).filter((line) => line.startsWith('Deciding'))
}

describe.runIf(hasTerminal)('at a terminal', () => {
  test('an import shows what is decided, since when, how long still, and when it gives up', async () => {
    const screen = startImport('wide.json', 100)
    await eventually(async () => {
      const [line, ...others] = await progressOf(screen)
      expect(others).toEqual([])
      expect(line).toMatch(/^Deciding ░+ 0\/40, \d+ s, stops waiting in 20 min$/)
    })
    decided = 30
    await eventually(async () =>
      expect((await progressOf(screen))[0]).toMatch(
        /^Deciding █+░+ 30\/40, \d+ s, about \d+ s left, stops waiting in 20 min$/,
      ),
    )
    expect(screen.hasCursor()).toBe(false)
    decided = rows
    expect(await screen.ended).toBe(0)
    expect(await progressOf(screen)).toEqual([])
    expect((await screen.lines()).join('\n')).toContain('40 of 40 complete')
    expect([screen.hasCursor(), screen.wraps()]).toEqual([true, true])
  })

  test('in 30 columns the count is still there, in one line', async () => {
    const screen = startImport('narrow.json', 30)
    decided = 30
    await eventually(async () => {
      const [line = '', ...others] = await progressOf(screen)
      expect(others).toEqual([])
      expect(line).toContain('30/40')
      expect(line.length).toBeLessThan(30)
    })
    decided = rows
    expect(await screen.ended).toBe(0)
  })

  test('Ctrl+C leaves an import with the command that goes on, and the terminal as it was', async () => {
    const screen = startImport('left.json')
    await eventually(async () => expect(await progressOf(screen)).toHaveLength(1))
    screen.type(ctrlC)
    expect(await screen.ended).toBe(4)
    const text = (await screen.lines()).join('\n')
    expect(text).toContain('Stopped. Continue with: taxiway import --resume left.json')
    expect([screen.hasCursor(), screen.wraps()]).toEqual([true, true])
  })

  test('Ctrl+C ends a bulk change that waits, and the terminal is as it was', async () => {
    const screen = run(['devices', 'update', '--from', 'tags.csv', '--yes'])
    await eventually(() => expect(screen.hasCursor()).toBe(false))
    screen.type(ctrlC)
    expect(await screen.ended).toBe(130)
    expect([screen.hasCursor(), screen.wraps()]).toEqual([true, true])
  })

  test.each([
    ['y', 0, true],
    ['n', 1, false],
    ['', 1, false],
  ])('a deletion that is answered with "%s" ends with %i', async (answer, code, isDone) => {
    const screen = run(['devices', 'delete', device.serialNumber])
    await asked(screen)
    screen.type(`${answer}\r`)
    expect(await screen.ended).toBe(code)
    expect(deleted).toBe(isDone)
    const text = (await screen.lines()).join('\n')
    expect(text.includes('Cancelled. Nothing was done.')).toBe(!isDone)
  })

  test('Ctrl+C at a question is a no', async () => {
    const screen = run(['devices', 'delete', device.serialNumber])
    await asked(screen)
    screen.type(ctrlC)
    expect(await screen.ended).toBe(1)
    expect(deleted).toBe(false)
    expect((await screen.lines()).join('\n')).toContain('Cancelled. Nothing was done.')
  })

  test('a secret is asked for without showing it, and Ctrl+C leaves without a sign-in', async () => {
    const place = ['--url', 'https://localhost:1', '--tenant', 't', '--client-id', 'c']
    const login = () => run(['login', ...place])
    const screen = login()
    await eventually(async () => expect((await screen.lines())[0]).toBe('Client secret:'))
    screen.type('not-to-be-seen\r')
    expect(await screen.ended).not.toBe(0)
    expect((await screen.lines()).join('\n')).not.toContain('not-to-be-seen')

    const left = login()
    await eventually(async () => expect((await left.lines())[0]).toBe('Client secret:'))
    left.type(ctrlC)
    expect(await left.ended).toBe(1)
    expect((await left.lines()).join('\n')).toContain('Cancelled.')
  })
})

function asked(screen: Screen): Promise<void> {
  return eventually(async () => expect((await screen.lines()).join('\n')).toMatch(/\[y\/N\]$/m))
}

test('in any width, a line of progress fits and keeps its count', () => {
  const standing = {
    title: 'Deciding',
    done: 120,
    total: 500,
    note: '3 failed',
    elapsedMs: 12_000,
    limitMs: 1_700_000,
  }
  expect(progressWords(standing)).toBe(
    'Deciding 120/500, 3 failed, 12 s, about 38 s left, stops waiting in 28 min',
  )
  for (let columns = 18; columns <= 200; columns++) {
    const line = progressLine(standing, columns)
    expect(line.length, line).toBeLessThan(columns)
    expect(line).toContain('120/500')
  }
  expect(progressLine(standing, 60)).toMatch(/3 failed, 12 s, about 38 s left$/)
  expect(progressLine({ ...standing, title: 'a/very/long/path/to/devices.csv' }, 30)).toContain(
    '120/500',
  )
})
