/** A local database that is killed is there again on the same address, until it has been killed too often. */
import { join } from 'node:path'
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { keepLocalPostgres } from '../../src/host/local-postgres/keep-running.ts'
import { readPidFile } from '../../src/host/local-postgres/pid-file.ts'
import { startLoad, succeeded, wrongAnswers } from '../faults/load.ts'
import { eventually } from '../support/eventually.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { startTaxiwayProcess } from '../support/taxiway-process.ts'
import { importedPath, signIn, trust } from '../support/wire-client.ts'

async function killIn(dataFolder: string): Promise<void> {
  const file = await readPidFile(join(dataFolder, 'postgres', 'cluster'))
  process.kill(file?.pid ?? 0, 'SIGKILL')
}

/** Both databases have to start again, on a machine that may be busy with other tests. ms */
const limit = 600_000

test('the server of npm start goes on when its database is killed under load, and loses nothing', {
  timeout: limit,
}, async () => {
  const server = await startTaxiwayProcess()
  onTestFinished(() => server.dispose())
  trust(server.ca)
  const client = await signIn(server.origin, server.credentials())
  const load = startLoad({ origin: () => server.origin, token: client.token, seed: 'postmaster' })
  for (let kill = 0; kill < 2; kill++) {
    const before = succeeded(load)
    await eventually(() => expect(succeeded(load)).toBeGreaterThan(before + 5))
    const restarts = server.log().split('It will be restarted').length
    await killIn(server.dataFolder)
    await eventually(() =>
      expect(server.log().split('It will be restarted')).toHaveLength(restarts + 1),
    )
  }
  const last = succeeded(load)
  await eventually(() => expect(succeeded(load)).toBeGreaterThan(last + 5))
  await load.stop()
  expect(load.unanswered).toEqual([])
  expect(wrongAnswers(load)).toEqual([])
  const held = new Set((await client.all(importedPath)).map(({ importId }) => importId))
  expect([...load.acknowledged].filter((row) => !held.has(row))).toEqual([])
})

test('one that keeps ending is given up, with the reason', async () => {
  const dataDir = emptyFolder()
  const said: string[] = []
  const kept = await keepLocalPostgres(
    { dataDir, log: (message) => said.push(message) },
    { pauses: [0], stableAfter: 600_000 },
  )
  onTestFinished(() => kept.stop())
  await killIn(dataDir)
  await eventually(async () => {
    const client = new Client({ connectionString: kept.connectionString })
    await client.connect()
    await client.end()
  })
  expect(said.join('\n')).toContain('It will be restarted at once')
  await killIn(dataDir)
  expect((await kept.lost).message).toContain('Taxiway stops')
})
