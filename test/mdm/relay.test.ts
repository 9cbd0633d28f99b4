/** Hashes that other management services relay: over HTTP, and by the command line from what those services print. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fleetMachine } from 'taxiway-device'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readRelayedResults } from '../../src/collect/devices/relayed-results.ts'
import { databaseSettings } from '../support/server-database.ts'
import { emptyFolder, taxiway } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { openManagement } from './support.ts'

let boot: Awaited<ReturnType<typeof openManagement>>
let server: TaxiwayProcess

beforeAll(async () => {
  boot = await openManagement()
  server = await startTaxiwayProcess({ env: await databaseSettings() })
})
afterAll(async () => {
  expect(boot.failures).toEqual([])
  await boot.close()
  await server.dispose()
})

const machine = (number: number) => fleetMachine({ seed: 'relay' }, number)
const hashNode = './DevDetail/Ext/DeviceHardwareData'
const serialNode = './DevDetail/Ext/Microsoft/SMBIOSSerialNumber'
const syncml = (hash: string, source = 'HOST-1') =>
  `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><Source><LocURI>${source}</LocURI></Source></SyncHdr><SyncBody><Results><CmdID>2</CmdID>` +
  `<Item><Source><LocURI>${hashNode}</LocURI></Source><Data>${hash}</Data></Item></Results></SyncBody></SyncML>`

test('with permission to import and no other, a device is registered by its answer', async () => {
  const whole = await boot.newTenant()
  const importer = await boot.newClient(whole.tenantId, ['Taxiway.Device.Import'])
  const reader = await boot.newClient(whole.tenantId, ['DeviceManagementServiceConfig.Read.All'])
  const body = { deviceId: 'host-1', results: [{ uri: hashNode, data: machine(1).hardwareHash }] }
  expect((await reader.ask('POST', '/omadm/results', body)).status).toBe(403)
  const answer = await importer.ask('POST', '/omadm/results', body)
  expect(answer.status).toBe(201)
  const { receiptId, ...rest } = (await answer.json()) as Record<string, string>
  expect(rest).toEqual({ deviceId: 'host-1', serialNumber: machine(1).serialNumber })
  await boot.decideAll()
  const receipt = `/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities/${receiptId}`
  const { state } = (await (await whole.ask('GET', receipt)).json()) as {
    state: Record<string, string>
  }
  expect(state).toMatchObject({ deviceImportStatus: 'complete' })
  const history = `/admin/v1/devices/${state['deviceRegistrationId']}/history`
  expect(await boot.json(whole, history)).toMatchObject({ claimLevel: 0 })
  const wrong = [
    { deviceId: 'x', results: [] },
    { deviceId: 'x', results: [{ uri: './DevInfo/Man', data: 'x' }] },
    { deviceId: 'x', results: [{ uri: hashNode, data: 'no hash' }] },
    { deviceId: '', results: body.results },
    { deviceId: 'x', results: [{ uri: hashNode, data: 'x'.repeat(40_000) }] },
  ]
  for (const each of wrong)
    expect((await importer.ask('POST', '/omadm/results', each)).status).toBe(400)
  const results = [
    { uri: hashNode, data: machine(2).hardwareHash },
    { uri: serialNode, data: 'ANOTHER' },
  ]
  const contradicting = await importer.ask('POST', '/omadm/results', { deviceId: 'x', results })
  expect(contradicting.status).toBe(409)
  expect(await contradicting.text()).toContain('the serial number')
})

test('what Fleet and Intune print is understood, and nothing else is', () => {
  const fleet = {
    results: [{ host_uuid: 'UUID-1', result: Buffer.from(syncml('T0E=')).toString('base64') }],
  }
  const data = [{ uri: hashNode, data: 'T0E=' }]
  expect(readRelayedResults(JSON.stringify(fleet))).toEqual([{ deviceId: 'UUID-1', results: data }])
  expect(readRelayedResults(syncml('T0E='))).toEqual([{ deviceId: 'HOST-1', results: data }])
  const parts = `<Status><Cmd>Get</Cmd></Status><Results><Item><Source><LocURI>${hashNode}</LocURI></Source><Data>T0E=</Data></Item></Results>`
  expect(readRelayedResults(parts)).toEqual([{ deviceId: 'unknown', results: data }])
  const state = (output: string) => ({
    managedDevice: { id: 'M1' },
    preRemediationDetectionScriptOutput: output,
  })
  const intune = { value: [state('T0E='), state(`{"${hashNode}":"T0E="}`), state('')] }
  const one = { deviceId: 'M1', results: data }
  expect(readRelayedResults(JSON.stringify(intune))).toEqual([one, one])
  expect(readRelayedResults(`${JSON.stringify(one)}\n${JSON.stringify(one)}\n`)).toEqual([one, one])
  expect(readRelayedResults('{"a":1}')).toEqual([])
  expect(() => readRelayedResults(`<!DOCTYPE a>${parts}`)).toThrow('document type')
  expect(() => readRelayedResults('no JSON')).toThrow()
})

test('the command relays every device of a file, and says which were refused', async () => {
  const file = join(emptyFolder(), 'results.json')
  const results = [
    { host_uuid: 'UUID-1', result: syncml(machine(3).hardwareHash) },
    { host_uuid: 'UUID-2', result: syncml('no hash') },
  ]
  writeFileSync(file, JSON.stringify({ results }))
  const run = (...args: readonly string[]) => taxiway(args, { configFolder: server.configFolder })
  const dry = await run('omadm', 'relay', file, '--dry-run', '--json')
  expect(JSON.parse(dry.stdout)).toMatchObject([{ status: 'found' }, { status: 'found' }])
  const relayed = await run('omadm', 'relay', file, '--json')
  expect(relayed.code).toBe(2)
  expect(JSON.parse(relayed.stdout)).toMatchObject([
    { deviceId: 'UUID-1', status: 'accepted', serialNumber: machine(3).serialNumber },
    { deviceId: 'UUID-2', status: 'refused', receiptId: null },
  ])
})
