/** Metrics are for this machine, and at the origin only where the operator says so. */
import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { databaseSettings } from '../support/server-database.ts'
import { startTaxiwayProcess } from '../support/taxiway-process.ts'
import { trust } from '../support/wire-client.ts'

test('metrics are in plain HTTP on the loopback address and not at the origin', async () => {
  const server = await startTaxiwayProcess({ env: await databaseSettings() })
  const port = await eventually(() => portOf(server.log()))
  trust(server.ca)
  const separate = await fetch(`http://127.0.0.1:${port}/metrics`)
  expect(separate.headers.get('content-type')).toContain('text/plain')
  expect(await separate.text()).toContain('taxiway_http_requests_total')
  expect((await fetch(`${server.origin}/metrics`)).status).toBe(404)
  expect((await fetch(`http://127.0.0.1:${port}/livez`)).status).toBe(404)
  await server.dispose()
})

/** The port that the log names; throws before it does. */
function portOf(log: string): number {
  const line = log.split('\n').find((each) => each.includes('metrics are at'))
  if (line === undefined) throw new Error('the log names no port of metrics')
  return JSON.parse(line).port
}

test('at the origin where the operator says so', async () => {
  const server = await startTaxiwayProcess({
    env: { ...(await databaseSettings()), TAXIWAY_METRICS_PORT: 'origin' },
  })
  trust(server.ca)
  const answer = await fetch(`${server.origin}/metrics`)
  expect(await answer.text()).toContain('taxiway_http_requests_total')
  await server.dispose()
})
