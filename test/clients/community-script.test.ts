/** The community's Get-WindowsAutopilotInfo 5.0.16: new, -updatetag. [ran] */
import { afterAll, beforeAll, expect, test } from 'vitest'
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
  await server.importSeconds(90)
  ask = await replayAs(server, 'beta', 'PowerShell/7.4')
})
afterAll(() => server.dispose())

const findDevice = async (): Promise<Json> =>
  (await wholeList(ask, devices, 'beta')).find((each) => each.serialNumber === serial)

/** The whole collection each 30 s, compared by serial number on the client. */
async function importAndWait(): Promise<Json> {
  await ask(
    'POST',
    imported,
    submission(1, { groupTag: 'New', state: { deviceImportStatus: 'pending' } }),
  )
  for (let round = 0; round < 10; round++) {
    const own = (await wholeList(ask, imported, 'beta')).find(
      (each) => each.serialNumber === serial,
    )
    if (own.state.deviceImportStatus !== 'unknown') return own
    await server.advance(30)
  }
  throw new Error('never decided')
}

test('a new device is not in the list, is imported, and its last contact is a date', async () => {
  expect(await findDevice()).toBeUndefined()
  const { state } = await importAndWait()
  expect(state.deviceImportStatus).toBe('complete')
  const device = await findDevice()
  expect(device.lastContactedDateTime).toBe('0001-01-01T00:00:00Z')
})

test('-updatetag: the tag of the known device, own records deleted', async () => {
  const device = await findDevice()
  const body = '{ groupTag: "Changed" }'
  expect(
    (await ask('POST', `${devices}/${device.id}/UpdateDeviceProperties`, body)).status,
  ).toBeLessThan(300)
  for (const { id } of await wholeList(ask, imported, 'beta'))
    await ask('DELETE', `${imported}/${id}`)
  expect((await findDevice()).groupTag).toBe('Changed')
})
