/** Traces as a collector receives them, over real HTTP: from a request on, and on to the receiver of a webhook. */
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readTraceParent, writeTraceParent } from '../../src/tracing/trace-context.ts'
import { fleetRows } from '../support/device-files.ts'
import { eventually } from '../support/eventually.ts'
import { databaseSettings } from '../support/server-database.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import {
  devicesPath,
  importedPath,
  signIn,
  trust,
  type WireClient,
} from '../support/wire-client.ts'
import { startHttps } from '../surfaces/authority/https-authority.ts'

const clientId = '6f1b7a52-5d0e-4c8b-9f0e-0a5a4c1f2d11'
const clientSecret = 'a secret of the traced test'
const domain = 'traced.test'

type Span = {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: readonly { readonly key: string; readonly value: object }[]
  readonly status: { readonly code?: number }
}

const bodies: unknown[] = []
const askedAs: (string | undefined)[] = []
const delivered: (string | null)[] = []
let collector: Server
let receiver: Awaited<ReturnType<typeof startHttps>>
let server: TaxiwayProcess
let client: WireClient

beforeAll(async () => {
  collector = createServer(async (request, response) => {
    bodies.push(await json(request))
    askedAs.push(`${request.url} ${request.headers['x-collector-key']}`)
    response.end('{}')
  })
  collector.listen(0, '127.0.0.1')
  await once(collector, 'listening')
  receiver = await startHttps()
  receiver.serve(async (request) => {
    delivered.push(request.headers.get('traceparent'))
    return new Response(null, { status: 204 })
  })
  const { port } = collector.address() as AddressInfo
  server = await startTaxiwayProcess({
    env: {
      ...(await databaseSettings()),
      TAXIWAY_EMULATOR: 'true',
      TAXIWAY_SEED: seedFile(),
      NODE_EXTRA_CA_CERTS: receiver.caPath,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=let%20me%20in',
    },
  })
  trust(server.ca)
  client = await signIn(server.origin, {
    graph: server.origin,
    authority: server.origin,
    tenant: domain,
    clientId,
    clientSecret,
  })
})
afterAll(async () => {
  await server.dispose()
  await receiver.close()
  collector.close()
})

function seedFile(): string {
  const path = join(emptyFolder(), 'seed.json')
  const roles = ['DeviceManagementServiceConfig.ReadWrite.All']
  const applications = [{ clientId, displayName: 'Traced', secret: clientSecret, roles }]
  const secret = `whsec_${Buffer.from('the secret of a traced test, 32 b').toString('base64')}`
  const webhooks = [{ url: `${receiver.origin}/hooks`, secret, privateNetwork: true }]
  const tenant = { domain, displayName: 'Traced', applications, webhooks }
  writeFileSync(path, JSON.stringify({ tenants: [tenant] }))
  return path
}

function spans(): readonly Span[] {
  return (bodies as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] }[]).flatMap(
    ({ resourceSpans }) =>
      resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
  )
}

function ask(path: string, traceparent: string): Promise<Response> {
  return fetch(`${server.origin}${path}`, {
    headers: { authorization: `Bearer ${client.token}`, traceparent },
  })
}

const trace = { traceId: 'c0ffee'.padEnd(32, '0'), spanId: 'beef'.padEnd(16, '0'), isSampled: true }

test('the name of a request has its route, and no id from its path', async () => {
  const own = { ...trace, traceId: 'ad'.padEnd(32, '0') }
  const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'
  expect((await ask(`${devicesPath}/${id}`, writeTraceParent(own))).status).toBe(404)
  await eventually(() => {
    const served = spans().find(({ traceId, kind }) => traceId === own.traceId && kind === 2)
    expect(served).toMatchObject({ name: `GET ${devicesPath.toLowerCase()}/:id` })
    expect(JSON.stringify(served)).not.toContain(id)
  })
})

test('a request goes on with the trace of its caller, and its statements are below it', async () => {
  const secret = 'PF3SECRET'
  const filter = encodeURIComponent(`contains(serialNumber,'${secret}')`)
  expect((await ask(`${devicesPath}?$filter=${filter}`, writeTraceParent(trace))).status).toBe(200)
  const own = await eventually(() => {
    const found = spans().filter(({ traceId }) => traceId === trace.traceId)
    // It ends last; its statements may have been sent before.
    expect(found.map(({ kind }) => kind)).toContain(2)
    return found
  })
  const [served, ...others] = own.filter(({ kind }) => kind === 2)
  expect(others).toEqual([])
  const route = devicesPath.toLowerCase()
  expect(served).toMatchObject({ name: `GET ${route}`, parentSpanId: trace.spanId, status: {} })
  expect(served?.attributes).toContainEqual({ key: 'http.route', value: { stringValue: route } })
  expect(served?.attributes).toContainEqual({
    key: 'http.response.status_code',
    value: { intValue: '200' },
  })
  const statements = own.filter(({ kind }) => kind === 3)
  expect(statements.map(({ name }) => name)).toContain('SELECT')
  const known = new Set(own.map(({ spanId }) => spanId))
  for (const { parentSpanId, startTimeUnixNano, endTimeUnixNano } of statements) {
    expect(known).toContain(parentSpanId)
    expect(BigInt(startTimeUnixNano)).toBeLessThanOrEqual(BigInt(endTimeUnixNano))
  }
  expect(new Set(askedAs)).toEqual(new Set(['/v1/traces let me in']))
})

test('an import is a trace, its decision another, and its event is delivered with a third', async () => {
  const [row] = fleetRows('traced', 1)
  const { id } = await client.ask('POST', importedPath, { hardwareIdentifier: row?.hardwareHash })
  const parents = await eventually(() => {
    const found = delivered.map(readTraceParent).filter((each) => each !== undefined)
    expect(found.length).toBeGreaterThan(0)
    return found
  })
  const sent = await eventually(() => {
    const found = spans().find(({ spanId }) => parents.some((each) => each.spanId === spanId))
    expect(found).toMatchObject({ name: 'POST', kind: 3 })
    return found
  })
  const job = spans().find(({ spanId }) => spanId === sent?.parentSpanId)
  expect(job).toMatchObject({ name: 'send webhooks', kind: 1, traceId: sent?.traceId })
  await eventually(() => expect(spans().map(({ name }) => name)).toContain('decide imports'))

  const text = JSON.stringify(bodies)
  for (const secret of [row?.hardwareHash.slice(0, 40), row?.serial, id, domain, client.token])
    expect(text).not.toContain(secret)
  expect(text).not.toContain('PF3SECRET')
})

test('a caller who keeps no trace is answered without one, and a malformed one begins another', async () => {
  const unkept = { ...trace, traceId: 'dead'.padEnd(32, '0'), isSampled: false }
  await ask(devicesPath, writeTraceParent(unkept))
  await ask(devicesPath, `00-${'0'.repeat(32)}-${'1'.repeat(16)}-01`)
  await ask(devicesPath, writeTraceParent({ ...trace, spanId: 'abcd'.padEnd(16, '0') }))
  await eventually(() =>
    expect(spans().map(({ parentSpanId }) => parentSpanId)).toContain('abcd'.padEnd(16, '0')),
  )
  expect(spans().filter(({ traceId }) => traceId === unkept.traceId)).toEqual([])
  expect(spans().filter(({ traceId }) => /^0+$/.test(traceId))).toEqual([])
})

test('a collector that is gone costs spans, and no request', async () => {
  collector.closeAllConnections()
  collector.close()
  expect((await ask(devicesPath, writeTraceParent(trace))).status).toBe(200)
  await eventually(() => expect(server.log()).toContain('spans could not be sent and are lost'))
  expect((await ask(devicesPath, writeTraceParent(trace))).status).toBe(200)
})
