/**
 * The sequence of Microsoft's and the community's scripts in a real PowerShell, its hosts fixed as in every script, through
 * `taxiway intercept`. Where there is no pwsh, the requests that it was seen to send stand for it, and the title of
 * the test says so.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { hashFixture } from '../support/hardware-hashes.ts'
import { taxiway } from '../support/taxiway-command.ts'
import { replayAs } from './replay.ts'
import { type ClientServer, devices, imported, startServerForClients } from './support.ts'

const hasPowerShell = spawnSync('pwsh', ['-NoProfile', '-Command', '1']).status === 0

let server: ClientServer
beforeAll(async () => {
  server = await startServerForClients()
})
afterAll(() => server.dispose())

describe.runIf(hasPowerShell)('pwsh', () => {
  test('signs in, imports, waits, renames, finds by serial number and deletes', async () => {
    const { serial, hardwareHash } = hashFixture(1)
    const script = join(import.meta.dirname, 'scripted-import.ps1')
    const words = ['intercept', '--', 'pwsh', '-NoProfile', '-File', script]
    const env = {
      TENANT: server.tenant,
      CLIENT_ID: server.clientId,
      CLIENT_SECRET: server.clientSecret,
      SERIAL: serial,
      HASH: hardwareHash,
    }
    const run = await taxiway(words, { configFolder: server.configFolder, env })
    expect(run.stdout.trim().split(/\r?\n/), run.stderr).toEqual([
      'complete',
      'PC-1 Sales',
      'found 1',
      'left 0',
    ])
    expect(run.code).toBe(0)
  })
})

describe.runIf(!hasPowerShell)('pwsh is not on PATH: its recorded requests stand for it', () => {
  test('signs in, imports, waits, renames, finds by serial number and deletes', async () => {
    const ask = await replayAs(server, 'beta', 'Mozilla/5.0 (Windows NT 10.0) PowerShell/7.5.0')
    const { serial, hardwareHash } = hashFixture(1)
    const { body } = await ask('POST', imported, {
      '@odata.type': '#microsoft.graph.importedWindowsAutopilotDeviceIdentity',
      groupTag: 'Sales',
      serialNumber: serial,
      productKey: '',
      hardwareIdentifier: hardwareHash,
      state: { deviceImportStatus: 'pending' },
    })
    const id = await eventually(async () => {
      const { state } = (await ask('GET', `${imported}/${body.id}`)).body
      expect(state.deviceImportStatus).toBe('complete')
      return state.deviceRegistrationId
    })
    const renamed = await ask(
      'POST',
      `${devices}/${id}/UpdateDeviceProperties`,
      '{ displayName: "PC-1" }',
    )
    expect(renamed.status).toBe(204)
    const shown = await ask('GET', `${devices}/${id}`)
    expect(shown.body).toMatchObject({ displayName: 'PC-1', groupTag: 'Sales' })
    const filter = `$filter=contains(serialNumber,'${encodeURIComponent(serial)}')`
    expect((await ask('GET', `${devices}?${filter}`)).body.value).toHaveLength(1)
    expect((await ask('DELETE', `${devices}/${id}`)).status).toBe(204)
    expect((await ask('GET', devices)).body.value).toEqual([])
  })
})
