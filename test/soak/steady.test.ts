/** Hours of mixed load: a server keeps neither memory, nor files, nor connections for longer than it needs them. */
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startMixedLoad } from '../../bench/mixed-load.ts'
import { eventually } from '../support/eventually.ts'
import { type ServerFleet, startServerFleet } from './fleet-of-servers.ts'

const minutes = Number(process.env['TAXIWAY_SOAK_MINUTES'] ?? 0)
const perSecond = Number(process.env['TAXIWAY_SOAK_RATE'] ?? 50)
/** In the suite there are so many requests and no hours. */
const atLeast = 300

let fleet: ServerFleet
beforeAll(async () => {
  fleet = await startServerFleet(1)
})
afterAll(() => fleet?.close())

const server = () => fleet.servers[0]?.pid ?? 0

/** Of the server: MiB in memory and open files; connections of its database. */
async function figures() {
  const database = new Client({ connectionString: fleet.connectionString })
  await database.connect()
  const { rows } = await database.query(
    "select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name like 'taxiway%'",
  )
  await database.end()
  const status = readFileSync(`/proc/${server()}/status`, 'utf8')
  return {
    memory: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1_024,
    files: readdirSync(`/proc/${server()}/fd`).length,
    connections: Number(rows[0]?.n),
  }
}

test.skipIf(process.platform !== 'linux')(
  `${minutes} minutes of mixed load leave nothing open`,
  {
    timeout: (minutes + 10) * 60_000,
  },
  async () => {
    const { token } = await fleet.client()
    const load = startMixedLoad({ origin: fleet.origin, token, perSecond, seed: 'steady' })
    const seen: Awaited<ReturnType<typeof figures>>[] = []
    for (let minute = 1; minute <= minutes; minute++) {
      const due = minute * 60 * perSecond
      while (load.sent() < due) await pause(500)
      seen.push(await figures())
    }
    await eventually(() => expect(load.sent()).toBeGreaterThanOrEqual(atLeast))
    await load.stop()
    const told = (of: 'memory' | 'files' | 'connections') =>
      seen.map((each) => each[of].toFixed(0)).join(' ')
    if (minutes > 0)
      process.stdout.write(
        `${load.sent()} requests in ${minutes} minutes, ${load.putOff()} put off. By minute: MiB ${told('memory')}; files ${told('files')}; connections ${told('connections')}\n`,
      )
    expect(load.failed).toEqual(new Map())
    // The client has closed its connections, and the pool keeps 20 of its own; what leaks grows with the requests.
    await eventually(async () => {
      const { files, connections } = await figures()
      expect(files).toBeLessThan(100)
      expect(connections).toBeLessThanOrEqual(22)
    })
  },
)
