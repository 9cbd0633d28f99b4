/** Microsoft's Get-WindowsAutoPilotInfo 4.0 with its module, app-only. [ran] */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashFixture } from '../support/hardware-hashes.ts'
import { type Replay, replayAs } from './replay.ts'
import { type ClientServer, startServerForClients } from './support.ts'

const imports = '/deviceManagement/importedWindowsAutopilotDeviceIdentities'
const identities = '/deviceManagement/windowsAutopilotDeviceIdentities'
let server: ClientServer
let ask: Replay

beforeAll(async () => {
  server = await startServerForClients()
  await server.importSeconds(90)
  ask = await replayAs(server, 'beta', 'Mozilla/5.0 (Windows NT 10.0; en-US) PowerShell/7.5.2')
})
afterAll(() => server.dispose())

/** The script builds its JSON as a text, every member in place. */
function deviceText(number: number, groupTag: string): string {
  const { serial, hardwareHash } = hashFixture(number)
  return `{
    "@odata.type": "#microsoft.graph.importedWindowsAutopilotDeviceIdentity",
    "groupTag": "${groupTag}",
    "serialNumber": "${serial}",
    "productKey": "",
    "hardwareIdentifier": "${hardwareHash}",
    "assignedUserPrincipalName": "",
    "state": {
        "@odata.type": "microsoft.graph.importedWindowsAutopilotDeviceIdentityState",
        "deviceImportStatus": "pending",
        "deviceRegistrationId": "",
        "deviceErrorCode": 0,
        "deviceErrorName": ""
    }
}`
}

type Round = { readonly waiting: number; readonly registrations: readonly string[] }

/** One look at every import, as the script counts it. */
async function look(ids: readonly string[]): Promise<Round> {
  const states = []
  for (const id of ids) states.push((await ask('GET', `${imports}/${id}`)).body.state)
  return {
    waiting: states.filter((state) => state.deviceImportStatus === 'unknown').length,
    registrations: states
      .filter((state) => state.deviceImportStatus === 'complete')
      .map((state) => state.deviceRegistrationId),
  }
}

test('devices are imported, waited for in steps of 30 s, and found by their registration', async () => {
  const ids: string[] = []
  for (const number of [1, 2, 3]) {
    const created = await ask('POST', imports, deviceText(number, 'Sales'))
    expect(created.status).toBe(201)
    ids.push(created.body.id)
  }
  const waits: number[] = []
  let round = await look(ids)
  while (round.waiting > 0 && waits.length < 10) {
    waits.push(round.waiting)
    await server.advance(30)
    round = await look(ids)
  }
  expect(waits).toEqual([3, 3, 3])
  expect(round.registrations).toHaveLength(3)
  for (const id of round.registrations) {
    const { status, body } = await ask('GET', `${identities}/${id}`)
    expect([status, body.id, body.groupTag]).toEqual([200, id, 'Sales'])
  }
})

test('-AssignedComputerName and -Assign: a name in JSON without quotes, the profiles expanded', async () => {
  const { body } = await ask('GET', identities)
  const { id } = body.value[0]
  const text = '{ displayName: "PC-1" }'
  const named = await ask('POST', `${identities}/${id}/UpdateDeviceProperties`, text)
  expect([200, 204]).toContain(named.status)
  const expand = '$expand=deploymentProfile,intendedDeploymentProfile'
  const shown = await ask('GET', `${identities}/${id}?${expand}`)
  expect([shown.status, shown.body.displayName]).toEqual([200, 'PC-1'])
  expect(shown.body.deploymentProfileAssignmentStatus).toEqual(expect.any(String))
})

test('the old member orderIdentifier is the group tag', async () => {
  const text = deviceText(4, 'Old').replace('"groupTag"', '"orderIdentifier"')
  const created = await ask('POST', imports, text)
  expect([created.status, created.body.groupTag]).toEqual([201, 'Old'])
})
