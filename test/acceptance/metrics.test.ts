/** Metrics at the origin, or apart from it. */
import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { startTaxiwayProcess } from '../support/taxiway-process.ts'
import { trust } from '../support/wire-client.ts'

test('with a port of their own, metrics are there in plain HTTP and no longer at the origin', async () => {
  const server = await startTaxiwayProcess({ env: { TAXIWAY_METRICS_PORT: '0' } })
  const port = await eventually(() => portOf(server.log()))
  trust(server.ca)
  const apart = await fetch(`http://127.0.0.1:${port}/metrics`)
  expect(apart.headers.get('content-type')).toContain('text/plain')
  expect(await apart.text()).toContain('taxiway_http_requests_total')
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
