/** The primary dies under load and its standby is promoted: the server goes on there by itself, and nothing is lost. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hostUrls } from '../../src/storage/sql/hosts.ts'
import { type Pair, startPair } from '../support/databases/standby.ts'
import { eventually, untilNoneIsLeft } from '../support/eventually.ts'
import { openWire, type Wire } from '../support/network/tcp-proxy.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { importedPath, signIn, trust, type WireClient } from '../support/wire-client.ts'
import { startLoad, succeeded, wrongAnswers } from './load.ts'

let pair: Pair
let wires: readonly Wire[]
let server: TaxiwayProcess
let client: WireClient

beforeAll(async () => {
  pair = await startPair()
  const { primary, standby } = pair
  // The standby first: it answers, but takes no writes.
  wires = await Promise.all([standby, primary].map((each) => openWire(each.connectionString)))
  const [one, two] = wires.map((wire) => new URL(wire.connectionString))
  const hosts = `${one?.host},${two?.host}`
  server = await startTaxiwayProcess({
    env: {
      TAXIWAY_DATABASE_URL: `${one}`
        .replace(`${one?.host}`, hosts)
        .concat('?target_session_attrs=read-write'),
      TAXIWAY_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    },
  })
  trust(server.ca)
  client = await signIn(server.origin, server.credentials())
})
afterAll(async () => {
  await server?.dispose()
  for (const wire of wires ?? []) await wire.close()
  await pair?.standby.stop('immediate')
  await pair?.primary.stop('immediate')
})

test('a promoted standby is found, and no acknowledged row is lost', async () => {
  const load = startLoad({ origin: () => server.origin, token: client.token, seed: 'failover' })
  await eventually(() => expect(succeeded(load)).toBeGreaterThan(30))
  process.kill(pair.primary.pid, 'SIGKILL')
  await pair.primary.exited
  await pair.promote()
  const before = load.acknowledged.size
  await eventually(() => expect(load.acknowledged.size).toBeGreaterThan(before + 10))
  await load.stop()

  expect(load.unanswered).toEqual([])
  expect(wrongAnswers(load)).toEqual([])
  await untilNoneIsLeft(async () => {
    const rows = await client.all(importedPath)
    return rows.filter(({ state }) => state.deviceImportStatus === 'unknown').length
  })
  const held = (await client.all(importedPath)).map(({ importId }) => importId)
  expect([...load.acknowledged].filter((row) => !held.includes(row))).toEqual([])
  expect(new Set(held).size).toBe(held.length)
})

test('a URL of several hosts is read as libpq reads it', () => {
  expect(
    hostUrls('postgresql://a:b@one:1,two/x?target_session_attrs=primary&sslmode=require'),
  ).toEqual(['postgresql://a:b@one:1/x?sslmode=require', 'postgresql://a:b@two/x?sslmode=require'])
  expect(hostUrls('postgresql://a@/x?host=%2Frun')).toEqual(['postgresql://a@/x?host=%2Frun'])
  expect(() => hostUrls('postgresql://one,two/x?target_session_attrs=standby')).toThrow(
    "target_session_attrs is 'standby', but Taxiway writes: use read-write",
  )
})
