/**
 * The sequence of clients.md 2.1–2.3 in a real PowerShell, its hosts fixed as in every script, through
 * `taxiway intercept`. Skipped, visibly, where there is no pwsh; the same requests are replayed elsewhere.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashFixture } from '../support/hardware-hashes.ts'
import { taxiway } from '../support/taxiway-command.ts'
import { type ClientServer, startServerForClients } from './support.ts'

const hasPowerShell = spawnSync('pwsh', ['-NoProfile', '-Command', '1']).status === 0

describe.skipIf(!hasPowerShell)('pwsh (skipped where it is not on PATH)', () => {
  let server: ClientServer

  beforeAll(async () => {
    server = await startServerForClients()
  })
  afterAll(() => server.dispose())

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
