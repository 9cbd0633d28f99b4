/** The module WindowsAutopilotIntuneCommunity: Import-AutopilotCSV, Get-AutopilotDevice, Set-AutopilotDevice. [ran] */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashFixture } from '../support/hardware-hashes.ts'
import { type Replay, replayAs, wholeList } from './replay.ts'
import {
  type ClientServer,
  devices,
  imported,
  startServerForClients,
  submission,
} from './support.ts'

let server: ClientServer
let ask: Replay

beforeAll(async () => {
  server = await startServerForClients()
  await server.importSeconds(90)
  ask = await replayAs(
    server,
    'beta',
    'Mozilla/5.0 (Windows NT; Windows NT 10.0) WindowsPowerShell/5.1',
  )
})
afterAll(() => server.dispose())

test('Import-AutopilotCSV: one POST per row, the whole list each 15 s, then every record is deleted', async () => {
  for (const number of [1, 2, 3])
    expect((await ask('POST', imported, submission(number))).status).toBe(201)
  let rounds = 0
  for (;;) {
    const rows = await wholeList(ask, imported, 'beta')
    expect(rows).toHaveLength(3)
    if (rows.every(({ state }) => state.deviceImportStatus !== 'unknown')) break
    await server.advance(15)
    expect(++rounds).toBeLessThan(10)
  }
  expect(rounds).toBe(6)
  for (const { id } of await wholeList(ask, imported, 'beta')) {
    expect((await ask('DELETE', `${imported}/${id}`)).status).toBeLessThan(300)
  }
  expect(await wholeList(ask, imported, 'beta')).toEqual([])
  expect(await wholeList(ask, devices, 'beta')).toHaveLength(3)
})

test('Get-AutopilotDevice -serial: contains with an encoded serial number', async () => {
  const { serial } = hashFixture(2)
  const { body } = await ask(
    'GET',
    `${devices}?$filter=contains(serialNumber,'${encodeURIComponent(serial)}')`,
  )
  expect(body.value.map((each: { serialNumber: string }) => each.serialNumber)).toEqual([serial])
})

test('Get-AutopilotImportedDevice -serial: a slash before the question mark', async () => {
  await ask('POST', imported, submission(4))
  const { serial } = hashFixture(4)
  const { body } = await ask('GET', `${imported}/?$filter=contains(serialNumber,'${serial}')`)
  expect(body.value).toHaveLength(1)
})

test('Set-AutopilotDevice: a body whose names have no quotes', async () => {
  const [device] = await wholeList(ask, devices, 'beta')
  const text =
    '{ userPrincipalName: "", addressableUserName: "", displayName: "PC", groupTag: "T" }'
  expect(
    (await ask('POST', `${devices}/${device.id}/UpdateDeviceProperties`, text)).status,
  ).toBeLessThan(300)
  expect((await ask('GET', `${devices}/${device.id}`)).body).toMatchObject({
    displayName: 'PC',
    groupTag: 'T',
  })
})

test('Remove-AutopilotDevice', async () => {
  const [device] = await wholeList(ask, devices, 'beta')
  expect((await ask('DELETE', `${devices}/${device.id}`)).status).toBeLessThan(300)
  expect((await ask('GET', `${devices}/${device.id}`)).status).toBe(404)
})
