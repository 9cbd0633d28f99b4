/** `@microsoft/microsoft-graph-client` with `@azure/identity`: Microsoft's clients as their documentation wires them. */
import { Client, GraphError, PageIterator } from '@microsoft/microsoft-graph-client'
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { hashFixture, hashFixtures } from '../support/hardware-hashes.ts'
import type { Json } from '../support/registry.ts'
import { credentialOf } from './azure-credential.ts'
import {
  type ClientServer,
  devices,
  imported,
  startServerForClients,
  submission,
} from './support.ts'

let server: ClientServer
let graph: Client

beforeAll(async () => {
  server = await startServerForClients()
  const credential = credentialOf(server)
  graph = Client.initWithMiddleware({
    baseUrl: `${server.origin}/`,
    customHosts: new Set(['localhost']),
    authProvider: new TokenCredentialAuthenticationProvider(credential, {
      scopes: ['https://graph.microsoft.com/.default'],
    }),
  })
})
afterAll(() => server.dispose())
beforeEach(() => server.reset())

async function importAll(count = hashFixtures.length): Promise<Json[]> {
  const all = Array.from({ length: count }, (_, index) =>
    submission(index + 1, { groupTag: `tag-${index % 2}` }),
  )
  const { value } = await graph
    .api(`${imported}/import`)
    .post({ importedWindowsAutopilotDeviceIdentities: all })
  return await eventually(async () => {
    const page = await graph.api(imported).get()
    expect(page.value.map((each: Json) => each.state.deviceImportStatus)).not.toContain('unknown')
    return value
  })
}

test('import answers in request order, every row is decided and readable at once', async () => {
  const value = await importAll()
  expect(value.map((each: Json) => each.serialNumber)).toEqual(
    hashFixtures.map(({ serial }) => serial),
  )
  for (const { id } of value) {
    const { state } = await graph.api(`${imported}/${id}`).get()
    expect(state).toMatchObject({ deviceImportStatus: 'complete', deviceErrorName: 'None' })
    const device = await graph.api(`${devices}/${state.deviceRegistrationId}`).get()
    expect(device.id).toBe(state.deviceRegistrationId)
  }
})

test('create, get, filter, delete of an import', async () => {
  const created = await graph.api(imported).version('beta').post(submission(1))
  expect(created).toMatchObject({ importId: created.id, state: { deviceImportStatus: 'unknown' } })
  const found = await graph.api(imported).filter(`importId eq '${created.id}'`).get()
  expect(found.value).toHaveLength(1)
  await graph.api(`${imported}/${created.id}`).delete()
  await expect(graph.api(`${imported}/${created.id}`).get()).rejects.toMatchObject({
    statusCode: 404,
  })
})

test('a device is found by contains, read with select, and deleted', async () => {
  await importAll(3)
  const { serial } = hashFixture(2)
  const { value } = await graph
    .api(devices)
    .filter(`contains(serialNumber,'${serial}')`)
    .select('id,serialNumber')
    .get()
  expect(value).toEqual([{ id: expect.any(String), serialNumber: serial }])
  await graph.api(`${devices}/${value[0].id}`).delete()
  expect((await graph.api(devices).get()).value).toHaveLength(2)
})

test('updateDeviceProperties changes what it names and nothing else', async () => {
  await importAll(1)
  const { value } = await graph.api(devices).get()
  await graph.api(`${devices}/${value[0].id}/updateDeviceProperties`).post({ displayName: 'PC-1' })
  const device = await graph.api(`${devices}/${value[0].id}`).get()
  expect(device).toMatchObject({ displayName: 'PC-1', groupTag: 'tag-0' })
})

test('PageIterator visits every device once over pages of three', async () => {
  await importAll()
  const seen: string[] = []
  const page = await graph.api(devices).top(3).get()
  const iterator = new PageIterator(graph, page, (device: Json) => {
    seen.push(device.id)
    return true
  })
  await iterator.iterate()
  const { value } = await graph.api(devices).get()
  expect(seen).toEqual(value.map(({ id }: Json) => id))
  expect(new Set(seen).size).toBe(hashFixtures.length)
})

test('an error is a GraphError with code, message and the request’s id', async () => {
  const error: GraphError = await graph
    .api(`${devices}/no-such-id`)
    .get()
    .catch((e) => e)
  expect(error).toBeInstanceOf(GraphError)
  expect(error).toMatchObject({ statusCode: 404, code: 'ResourceNotFound' })
  expect(error.requestId).toMatch(/^[\da-f-]{36}$/)
})

test('the retry of the client bears a 429 with Retry-After', async () => {
  await server.fault({ match: { path: devices }, answer: { status: 429, retryAfter: 1 }, times: 1 })
  expect((await graph.api(devices).get()).value).toEqual([])
  expect((await server.requests()).map(({ status }) => status)).toEqual([429, 200])
})
