/** Foundry Deploy: v1.0 import action, polling by importId, the list unfiltered. [ran] */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { hashFixture } from '../support/hardware-hashes.ts'
import type { Json } from '../support/registry.ts'
import { type Replay, replayAs, wholeList } from './replay.ts'
import {
  type ClientServer,
  devices,
  imported,
  startServerForClients,
  submission,
} from './support.ts'

const { serial } = hashFixture(1)
let server: ClientServer
let ask: Replay

beforeAll(async () => {
  server = await startServerForClients()
  ask = await replayAs(server, 'v1.0', 'Foundry/1.0')
})
afterAll(() => server.dispose())
beforeEach(async () => {
  await server.reset()
  await server.importSeconds(90)
})

async function upload(importId: string): Promise<Json> {
  const row = {
    '@odata.type': '#microsoft.graph.importedWindowsAutopilotDeviceIdentity',
    ...submission(1, { groupTag: 'Foundry', importId }),
  }
  const { status, body } = await ask('POST', `${imported}/import`, {
    importedWindowsAutopilotDeviceIdentities: [row],
  })
  expect(status).toBe(200)
  return body.value[0]
}

/** Each 10 s: the list for its serial number in any case, and the record of its own id. */
async function waitFor(importId: string): Promise<Json> {
  for (let round = 0; round < 60; round++) {
    const found = (await wholeList(ask, devices, 'v1.0')).filter(
      (each) => each.serialNumber.toLowerCase() === serial.toLowerCase(),
    )
    const { body } = await ask('GET', `${imported}?$filter=importId eq '${importId}'`)
    const [record] = body.value
    if (found.length === 1 || record.state.deviceImportStatus === 'error')
      return { found, record, round }
    await server.advance(10)
  }
  throw new Error('never decided')
}

test('a device is uploaded, waited for and found once', async () => {
  const importId = randomUUID()
  expect(await upload(importId)).toMatchObject({
    importId,
    state: { deviceImportStatus: 'unknown' },
  })
  const { found, record, round } = await waitFor(importId)
  expect(found).toMatchObject([{ serialNumber: serial, groupTag: 'Foundry' }])
  expect(record.state.deviceRegistrationId).toBe(found[0].id)
  expect(round).toBe(9)
})

test('one that is registered already says so in the name of its error', async () => {
  await upload(randomUUID())
  await server.advance(90)
  const importId = randomUUID()
  await upload(importId)
  await server.advance(90)
  const { body } = await ask('GET', `${imported}?$filter=importId eq '${importId}'`)
  expect(body.value[0].state.deviceErrorName).toContain('AlreadyAssigned')
})

test.each([429, 500, 502, 503, 504])('a %d is asked again', async (status) => {
  await server.fault({ match: { path: devices }, answer: { status }, times: 1 })
  expect((await ask('GET', devices)).status).toBe(status)
  expect((await ask('GET', devices)).status).toBe(200)
})
