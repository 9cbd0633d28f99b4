/** Disks that become full in the middle of a write: nothing is taken for whole, and no half a file stays. */
import { spawn } from 'node:child_process'
import { closeSync, openSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../../cli/graph/client.ts'
import { fleetRows } from '../support/device-files.ts'
import { commandProgram } from '../support/programs.ts'
import { emptyFolder, root } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'

let server: TaxiwayProcess
beforeAll(async () => {
  server = await startTaxiwayProcess()
  const rows = fleetRows('full', 20).map(({ hardwareHash }) => ({
    hardwareIdentifier: hardwareHash,
  }))
  const path = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities/import'
  const graph = connect(server.credentials())
  await graph.post(path, JSON.stringify({ importedWindowsAutopilotDeviceIdentities: rows }))
})
afterAll(() => server.dispose())

/** Runs a command whose files may have so many blocks of 512 bytes. */
async function withLimit(blocks: number, words: readonly string[], stdout: 'pipe' | number) {
  const folder = emptyFolder()
  const command = `ulimit -f ${blocks}; exec "$0" "$@"`
  const child = spawn('sh', ['-c', command, process.execPath, commandProgram, ...words], {
    cwd: folder,
    stdio: ['ignore', stdout, 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      TAXIWAY_CONFIG_DIR: server.configFolder,
      TAXIWAY_DATA_DIR: server.dataFolder,
      TAXIWAY_KEYRING: 'off',
    },
  })
  const code = new Promise<number | null>((resolve) => child.on('close', resolve))
  const said = child.stderr === null ? '' : await text(child.stderr)
  return { code: await code, said, left: readdirSync(folder) }
}

const evidence = ['evidence', 'PF1', '--offline', '--proof', join(root, 'package-lock.json')]

const onWindows = process.platform === 'win32'

test.skipIf(onWindows).each([
  ['devices export', ['devices', 'export', 'all.csv'], 'all.csv'],
  ['csv merge', ['csv', 'merge', join(root, 'examples/devices.csv'), '--to', 'all.csv'], 'all.csv'],
  ['backup', ['backup', 'all.tar.gz'], 'all.tar.gz'],
  [
    'evidence in a folder',
    [...evidence, '--to', 'pack'],
    join('pack', 'proof-of-ownership', 'package-lock.json'),
  ],
  ['evidence in an archive', [...evidence, '--to', 'pack.zip'], 'pack.zip'],
])('%s says which file has no room, and leaves nothing', async (_name, words, file) => {
  const { code, said, left } = await withLimit(8, words, 'pipe')
  expect(said).toContain(`${file} cannot be written: no file may become that large there.`)
  expect({ code, left }).toEqual({ code: 1, left: [] })
})

test.skipIf(onWindows)(
  'a file of sign-ins that has no room is named, and stays as it was',
  async () => {
    const { code, said } = await withLimit(0, ['context', 'use', 'local'], 'pipe')
    expect(said).toContain('contexts.json cannot be written: no file may become that large there.')
    expect(code).toBe(1)
    expect(server.credentials().clientId).toMatch(/^[0-9a-f-]{36}$/)
    expect(readdirSync(server.configFolder)).not.toContain('contexts.json.lock')
  },
)

test.skipIf(onWindows).each([
  ['devices export', ['devices', 'export']],
  ['hash make', ['hash', 'make', '--count', '3', '--seed', '1']],
])('%s to a standard output with room for a part of it fails', async (_name, words) => {
  const path = join(emptyFolder(), 'out')
  const out = openSync(path, 'a')
  const { code, said } = await withLimit(8, words, out)
  closeSync(out)
  expect(said).toContain('Standard output cannot be written: EFBIG')
  expect({ code, size: statSync(path).size }).toEqual({ code: 1, size: 4_096 })
})
