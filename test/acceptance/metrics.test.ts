/** Metrics at the origin, or apart from it. */
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { startTaxiwayProcess } from '../support/taxiway-process.ts'
import { trust } from '../support/wire-client.ts'

test('with a port of their own, metrics are there in plain HTTP and no longer at the origin', async () => {
  const port = await freePort()
  const server = await startTaxiwayProcess({ env: { TAXIWAY_METRICS_PORT: String(port) } })
  trust(server.ca)
  const apart = await fetch(`http://127.0.0.1:${port}/metrics`)
  expect(apart.headers.get('content-type')).toContain('text/plain')
  expect(await apart.text()).toContain('taxiway_http_requests_total')
  expect((await fetch(`${server.origin}/metrics`)).status).toBe(404)
  expect((await fetch(`http://127.0.0.1:${port}/livez`)).status).toBe(404)
  await server.dispose()
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
