/** What clients do beside importing: sync, removal in the three places, batches. [ran, and read in their sources] */

import {
  BatchRequestContent,
  BatchResponseContent,
  Client,
} from '@microsoft/microsoft-graph-client'
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { hashFixture } from '../support/hardware-hashes.ts'
import type { Json } from '../support/registry.ts'
import { credentialOf } from './azure-credential.ts'
import { type Replay, replayAs, wholeList } from './replay.ts'
import {
  type ClientServer,
  devices,
  imported,
  settings,
  startServerForClients,
  submission,
} from './support.ts'

let server: ClientServer
let ask: Replay

beforeAll(async () => {
  server = await startServerForClients()
  ask = await replayAs(server, 'beta', 'PowerShell/7.4')
})
afterAll(() => server.dispose())
beforeEach(() => server.reset())

async function register(...numbers: number[]): Promise<Json[]> {
  for (const number of numbers) await ask('POST', imported, submission(number))
  return await eventually(async () => {
    const found = await wholeList(ask, devices, 'beta')
    expect(found).toHaveLength(numbers.length)
    return found
  })
}

test('Invoke-AutopilotSync with an empty body, then Get-AutopilotSyncInfo', async () => {
  expect((await ask('POST', `${settings}/sync`)).status).toBeLessThan(300)
  const { status, body } = await ask('GET', settings)
  expect([status, typeof body.lastSyncDateTime]).toEqual([200, 'string'])
})

test('a second sync is refused until the clock is ten minutes on', async () => {
  await ask('POST', `${settings}/sync`)
  expect([409, 429]).toContain((await ask('POST', `${settings}/sync`)).status)
  await server.advance(601)
  expect((await ask('POST', `${settings}/sync`)).status).toBeLessThan(300)
})

test('-delete of the community script: Autopilot, then looked for in Intune and Entra ID', async () => {
  const [device] = await register(1)
  const { serial } = hashFixture(1)
  const filter = `$filter=startsWith(serialNumber, '${serial}')`
  const managed = await ask('GET', `/deviceManagement/managedDevices?${filter}`)
  expect([managed.status, managed.body.value]).toEqual([200, []])
  expect((await ask('GET', "/devices?$filter=deviceID eq ''")).status).toBe(200)
  expect((await ask('DELETE', `${devices}/${device.id}`)).status).toBeLessThan(300)
  expect(await wholeList(ask, devices, 'beta')).toEqual([])
})

test('a batch of the Graph client is answered by id, which may be a serial number', async () => {
  const found = await register(1, 2)
  const credential = credentialOf(server)
  const graph = Client.initWithMiddleware({
    baseUrl: `${server.origin}/`,
    customHosts: new Set(['localhost']),
    authProvider: new TokenCredentialAuthenticationProvider(credential, {
      scopes: ['https://graph.microsoft.com/.default'],
    }),
  })
  const steps = found.map((device) => ({
    id: device.serialNumber,
    request: new Request(`${server.origin}${devices}/${device.id}`, { method: 'DELETE' }),
  }))
  const content = await new BatchRequestContent(steps).getContent()
  const answer = new BatchResponseContent(await graph.api('/$batch').post(content))
  for (const { id } of steps) expect(answer.getResponseById(id).status).toBe(204)
  expect(await wholeList(ask, devices, 'beta')).toEqual([])
})
