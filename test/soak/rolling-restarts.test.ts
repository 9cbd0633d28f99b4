/** Two servers are restarted in turn under load, again and again: no request fails, and nothing is lost or done twice. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startMixedLoad } from '../../bench/mixed-load.ts'
import { eventually, untilNoneIsLeft } from '../support/eventually.ts'
import { devicesPath, importedPath } from '../support/wire-client.ts'
import { type ServerFleet, startServerFleet } from './fleet-of-servers.ts'

const restarts = Number(process.env['TAXIWAY_SOAK_RESTARTS'] ?? 2)
const perSecond = Number(process.env['TAXIWAY_SOAK_RATE'] ?? 20)
/** As docs/server.md says: the client keeps an unused connection for less. */
const drainSeconds = 5

let fleet: ServerFleet
beforeAll(async () => {
  fleet = await startServerFleet(2, drainSeconds)
})
afterAll(() => fleet?.close())

test(`${restarts} rolling restarts under ${perSecond} requests a second fail none`, {
  timeout: 7_200_000,
}, async () => {
  const { token } = await fleet.client()
  const load = startMixedLoad({ origin: fleet.origin, token, perSecond, seed: 'rolling' })
  for (let n = 0; n < restarts; n++) {
    const before = load.sent()
    await eventually(() => expect(load.sent()).toBeGreaterThan(before + perSecond))
    expect(await fleet.restart(n % 2)).toBe(0)
  }
  await load.stop()
  const failed = [...load.failed.values()].reduce((sum, count) => sum + count, 0)
  const within = (share: number) => `${load.within(share).toFixed(0)} ms`
  process.stdout.write(
    `${restarts} rolling restarts: ${load.sent()} requests, ${failed} failed, ${load.putOff()} put off; ` +
      `half answered within ${within(0.5)}, 99 % within ${within(0.99)}, all within ${within(1)}\n`,
  )
  expect(load.failed).toEqual(new Map())

  const client = await fleet.client()
  await untilNoneIsLeft(async () => {
    const { length } = (await client.all(importedPath)).filter(
      ({ state }) => state.deviceImportStatus === 'unknown',
    )
    return length
  })
  const rows = await client.all(importedPath)
  const held = rows.map(({ importId }) => importId)
  expect(new Set(held)).toEqual(load.acknowledged)
  expect(held).toHaveLength(load.acknowledged.size)
  expect(await client.all(devicesPath)).toHaveLength(held.length)
  process.stdout.write(`${held.length} rows acknowledged, 0 lost, 0 twice\n`)
})
