/** A collector of traces that answers without end, packed, or sends its exporter elsewhere: spans go on, nothing is followed. */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGzip } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { exporterTo } from '../../src/tracing/otlp-exporter.ts'
import type { FinishedSpan } from '../../src/tracing/tracer.ts'

let server: Server

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

/** What was lost of two batches, sent one after the other. */
async function sent(answer: RequestListener): Promise<readonly string[]> {
  server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const lost: string[] = []
  for (let batch = 0; batch < 2; batch++) {
    const exporter = exporterTo({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`,
      headers: { 'api-key': 'secret' },
      serviceName: 'taxiway',
      onLost: (error) => lost.push(String((error as Error).cause ?? error)),
    })
    const span = { attributes: {}, start: 1n, end: 2n, isFailed: false, isSampled: true }
    exporter.add([span as unknown as FinishedSpan])
    await exporter.close()
  }
  return lost
}

test('an answer without end, packed so that little of it is much', async () => {
  let asked = 0
  const lost = await sent((request, response) => {
    asked += 1
    request.resume()
    response.writeHead(200, { 'content-encoding': 'gzip' })
    const packed = createGzip()
    packed.pipe(response)
    response.on('close', () => packed.destroy())
    const more = () => {
      while (packed.writable && packed.write(Buffer.alloc(65_536)));
    }
    packed.on('drain', more)
    packed.on('error', () => undefined)
    more()
  })
  expect({ asked, lost }).toEqual({ asked: 2, lost: [] })
})

test('the way to another address is not gone', async () => {
  const asked: string[] = []
  const lost = await sent((request, response) => {
    asked.push(request.url ?? '')
    response.writeHead(307, { location: '/elsewhere' }).end()
  })
  expect(asked).toEqual(['/v1/traces', '/v1/traces'])
  expect(lost).toEqual(Array(2).fill(expect.stringContaining('redirect')))
})
