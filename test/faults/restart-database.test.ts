/** The database is restarted under load, in all three ways: the server goes on by itself, and nothing is lost or done twice. */
import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLocalPostgres } from '../../src/host/local-postgres/start-local-postgres.ts'
import type { LocalPostgres } from '../../src/host/local-postgres/supervise.ts'
import { eventually, untilNoneIsLeft } from '../support/eventually.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import {
  devicesPath,
  importedPath,
  signIn,
  trust,
  type WireClient,
} from '../support/wire-client.ts'
import { startLoad, succeeded, wrongAnswers } from './load.ts'

const restarts = Number(process.env['TAXIWAY_DATABASE_RESTARTS'] ?? 4)

const dataDir = emptyFolder()
let postgres: LocalPostgres
let server: TaxiwayProcess
let client: WireClient

beforeAll(async () => {
  postgres = await startLocalPostgres({ dataDir })
  server = await startTaxiwayProcess({
    env: {
      TAXIWAY_DATABASE_URL: postgres.connectionString,
      TAXIWAY_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    },
  })
  trust(server.ca)
  client = await signIn(server.origin, server.credentials())
})
afterAll(async () => {
  await server?.dispose()
  await postgres?.stop('immediate')
  await rm(dataDir, { recursive: true, force: true })
})

test(`${restarts} restarts of the database under load`, { timeout: 3_600_000 }, async () => {
  const load = startLoad({ origin: () => server.origin, token: client.token, seed: 'restarts' })
  const askedUntilReady: number[] = []
  for (let n = 0; n < restarts; n++) {
    const before = succeeded(load)
    await eventually(() => expect(succeeded(load)).toBeGreaterThan(before + 10))
    if (n % 3 === 2) process.kill(postgres.pid, 'SIGKILL')
    else await postgres.stop(n % 3 === 0 ? 'fast' : 'immediate')
    await postgres.exited
    postgres = await startLocalPostgres({ dataDir })
    let asked = 0
    await eventually(async () => {
      asked++
      const ready = await fetch(`${server.origin}/readyz`)
      expect(ready.status, await ready.text()).toBe(200)
    })
    askedUntilReady.push(asked)
  }
  const last = succeeded(load)
  await eventually(() => expect(succeeded(load)).toBeGreaterThan(last + 10))
  await load.stop()

  expect(load.unanswered).toEqual([])
  expect(wrongAnswers(load)).toEqual([])
  // Between restarts requests come first, so that many imports may wait for their decision at the end.
  await untilNoneIsLeft(async () => {
    const { length } = (await client.all(importedPath)).filter(
      ({ state }) => state.deviceImportStatus === 'unknown',
    )
    return length
  })
  const rows = await client.all(importedPath)
  const held = rows.map(({ importId }) => importId)
  expect([...load.acknowledged].filter((row) => !held.includes(row))).toEqual([])
  expect(new Set(held).size).toBe(held.length)
  expect(new Set(rows.map(({ state }) => state.deviceImportStatus))).toEqual(new Set(['complete']))
  const devices = await client.all(devicesPath)
  expect(new Set(devices.map(({ serialNumber }) => serialNumber)).size).toBe(rows.length)
  expect(devices).toHaveLength(rows.length)
  const atOnce = askedUntilReady.filter((each) => each === 1).length
  process.stdout.write(
    `${restarts} restarts: ${succeeded(load)} requests answered with success, ${load.acknowledged.size} rows acknowledged, 0 lost, 0 twice; ready at the first question ${atOnce} times, at question ${Math.max(...askedUntilReady)} at the latest\n`,
  )
})
