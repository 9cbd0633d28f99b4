/**
 * `@microsoft/msgraph-sdk`, Microsoft's generated client: its adapter, sign-in and models. Its builders for
 * device management are not on npm, so the addresses are written as those builders write them.
 */
import {
  HttpMethod,
  type Parsable,
  type ParsableFactory,
  RequestInformation,
} from '@microsoft/kiota-abstractions'
import { AzureIdentityAuthenticationProvider } from '@microsoft/kiota-authentication-azure'
import { GraphRequestAdapter } from '@microsoft/msgraph-sdk'
import {
  createImportedWindowsAutopilotDeviceIdentityFromDiscriminatorValue,
  createWindowsAutopilotDeviceIdentityCollectionResponseFromDiscriminatorValue,
  type ImportedWindowsAutopilotDeviceIdentity,
  serializeImportedWindowsAutopilotDeviceIdentity,
  type WindowsAutopilotDeviceIdentityCollectionResponse,
} from '@microsoft/msgraph-sdk/models/index.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { bytesOf, hashFixture } from '../support/hardware-hashes.ts'
import { credentialOf } from './azure-credential.ts'
import { type ClientServer, devices, imported, startServerForClients } from './support.ts'

let server: ClientServer
let adapter: GraphRequestAdapter

beforeAll(async () => {
  server = await startServerForClients()
  const credential = credentialOf(server)
  adapter = new GraphRequestAdapter(
    new AzureIdentityAuthenticationProvider(
      credential,
      ['https://graph.microsoft.com/.default'],
      undefined,
      new Set(['localhost']),
    ),
  )
  adapter.baseUrl = `${server.origin}/v1.0`
})
afterAll(() => server.dispose())

async function get<T extends Parsable>(
  template: string,
  values: Record<string, unknown>,
  shape: ParsableFactory<T>,
) {
  const request = new RequestInformation(HttpMethod.GET, `{+baseurl}${template}`, {
    baseurl: adapter.baseUrl,
    ...values,
  })
  request.headers.add('Accept', 'application/json')
  return await adapter.send(request, shape, undefined)
}

test('an import created from the model is decided and found by a filter with encoded quotes', async () => {
  const fixture = hashFixture(1)
  const device: ImportedWindowsAutopilotDeviceIdentity = {
    serialNumber: fixture.serial,
    groupTag: 'kiota',
    hardwareIdentifier: bytesOf(fixture).slice().buffer as ArrayBuffer,
  }
  const create = new RequestInformation(HttpMethod.POST, `{+baseurl}${imported}`, {
    baseurl: adapter.baseUrl,
  })
  create.headers.add('Accept', 'application/json')
  create.setContentFromParsable(
    adapter,
    'application/json',
    device,
    serializeImportedWindowsAutopilotDeviceIdentity,
  )
  const shape = createImportedWindowsAutopilotDeviceIdentityFromDiscriminatorValue
  const created = await adapter.send<ImportedWindowsAutopilotDeviceIdentity>(
    create,
    shape,
    undefined,
  )
  expect(created).toMatchObject({ groupTag: 'kiota', state: { deviceImportStatus: 'unknown' } })

  await eventually(async () => {
    const found = await get<ImportedWindowsAutopilotDeviceIdentity>(
      `${imported}/{id}`,
      { id: created?.id },
      shape,
    )
    expect(found?.state?.deviceImportStatus).toBe('complete')
  })
  const page = await get<WindowsAutopilotDeviceIdentityCollectionResponse>(
    `${devices}{?%24filter}`,
    { '%24filter': `contains(serialNumber,'${fixture.serial}')` },
    createWindowsAutopilotDeviceIdentityCollectionResponseFromDiscriminatorValue,
  )
  expect(page?.value).toMatchObject([{ serialNumber: fixture.serial, groupTag: 'kiota' }])
  const [asked] = (await server.requests()).filter(({ query }) => query !== '')
  expect(asked.query).toContain('%27')
})

test('its retry bears a 503 with Retry-After', async () => {
  await server.fault({ match: { path: devices }, answer: { status: 503, retryAfter: 1 }, times: 1 })
  const page = await get<WindowsAutopilotDeviceIdentityCollectionResponse>(
    devices,
    {},
    createWindowsAutopilotDeviceIdentityCollectionResponseFromDiscriminatorValue,
  )
  expect(page?.value).toHaveLength(1)
})
