/** What administrators ask when something went wrong: which one did you mean, what failed, what waits, and give it back. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fleetRows, writeDevices } from '../support/device-files.ts'
import { taxiwayThatFits as taxiway } from '../support/json/fits.ts'
import { base64, described, laptop, withOtherKey } from '../support/machines.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { fleet, folder, graph, json, run, serial, server, tagOf } from './questions-stage.ts'

test('a slip in a serial number is answered with the devices that may be meant', async () => {
  const slipped = `${serial(0).slice(0, -1)}${serial(0).endsWith('X') ? 'Y' : 'X'}`
  const { code, stderr } = await run('devices', 'show', slipped)
  expect([code, stderr]).toEqual([1, expect.stringContaining(serial(0))])
  const changed = await run('devices', 'update', slipped, '--group-tag', 'T')
  expect([changed.code, changed.stderr]).toEqual([1, expect.stringContaining(serial(0))])
})

test('a device is shown with its profile, by the id that Entra knows it by too', async () => {
  const profiles = '/beta/deviceManagement/windowsAutopilotDeploymentProfiles'
  const profile = await graph.post<{ id: string }>(
    profiles,
    JSON.stringify({ displayName: 'Questions' }),
  )
  const { id, azureActiveDirectoryDeviceId: entraId } = await json('devices', 'show', serial(1))
  await graph.act(`${profiles}/${profile.id}/assign`, { deviceIds: [id] })
  const object = await graph.get<{ id: string }>(`/v1.0/devices(deviceId='${entraId}')`)
  for (const name of [entraId, object.id]) {
    const shown = await json('devices', 'show', name)
    expect([shown.id, shown.deploymentProfile.displayName]).toEqual([id, 'Questions'])
  }
  expect((await run('devices', 'show', serial(1))).stdout).toContain('Questions')
  const withProfile = await json('devices', 'list', '--profile', 'Questions')
  expect(withProfile.map((device: { id: string }) => device.id)).toEqual([id])
})

test('a bulk change leaves a rollback file, which gives back what nobody has changed since', async () => {
  const lines = [0, 1, 2].map((i) => `${serial(i)},Bulk`)
  writeFileSync(join(folder, 'tags.csv'), `Serial number,Group tag\r\n${lines.join('\r\n')}\r\n`)
  const before = await Promise.all([0, 1, 2].map(tagOf))
  const changed = await run('devices', 'update', '--from', 'tags.csv', '--yes')
  const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.rollback.json'))
  expect([changed.code, changed.stderr]).toEqual([
    0,
    expect.stringContaining(`taxiway devices undo ${file}`),
  ])
  await run('devices', 'update', serial(2), '--group-tag', 'Later')
  const undone = await json('devices', 'undo', file, '--yes')
  expect(undone.rows.map((row: { status: string }) => row.status)).toEqual([
    'done',
    'done',
    'error',
  ])
  expect(undone.rows[2].message).toContain("'Later'")
  expect(await Promise.all([0, 1, 2].map(tagOf))).toEqual([before[0], before[1], 'Later'])
  const twice = await json('devices', 'undo', file, '--yes')
  expect(twice.rows[0].status).toBe('unchanged')
})

test('what failed lately is listed with time, code, name and the registration that was met', async () => {
  writeDevices(folder, 'again.csv', fleet.slice(0, 1))
  const again = await json('import', 'again.csv')
  const { id } = await json('devices', 'show', serial(0))
  expect(again.rows[0]).toMatchObject({ errorCode: 806, registrationId: id })
  const failed = await json('import', 'list', '--failed', '--since', '7d')
  expect(failed).toEqual([
    expect.objectContaining({
      errorCode: 806,
      errorName: 'ZtdDeviceAlreadyAssigned',
      registrationId: id,
      createdDateTime: expect.stringMatching(/^\d{4}-/),
    }),
  ])
  expect(await json('import', 'list', '--reason', '808')).toEqual([])
  expect(await json('import', 'list', '--failed', '--since', '2100-01-01')).toEqual([])
  expect((await run('import', 'list', '--since', 'yesterday')).code).toBe(1)
})

test('a row that waits says so with its conflict, and --resume shows the decision', async () => {
  const machine = laptop('waits')
  const serialInHash = described(machine).serialNumber
  const rowOf = (hash: Uint8Array) => ({ serial: serialInHash ?? '', hardwareHash: base64(hash) })
  writeDevices(folder, 'first.csv', [rowOf(machine)])
  await json('import', 'first.csv')
  writeDevices(folder, 'second.csv', [rowOf(withOtherKey(machine))])
  const held = await run('import', 'second.csv')
  const [conflict] = await json('conflicts', 'list')
  expect(held.stderr).toContain(`taxiway conflicts show ${conflict.id}`)
  const waiting = await json('import', 'list', '--waiting')
  expect(waiting.map((row: { conflictId: string }) => row.conflictId)).toEqual([conflict.id])
  await run('conflicts', 'decide', conflict.id, '--different', '--yes')
  const decided = await json('import', '--resume', 'second.csv.receipt.json')
  expect(decided.rows[0]).toMatchObject({ status: 'complete', conflictId: null })
})

test('a user whom nobody knows is warned of, by an import and by a change', async () => {
  const { domain } = await tenantOf()
  const ghost = `ghost@${domain}`
  const [machine] = fleetRows('ghost', 1)
  writeDevices(folder, 'ghost.csv', machine === undefined ? [] : [machine])
  const imported = await run('import', 'ghost.csv', '--assigned-user', ghost)
  expect(imported.stderr).toMatch(new RegExp(`'${ghost}' is not a user of this tenant.*unusable`))
  const changed = await run('devices', 'assign-user', serial(3), ghost)
  expect([changed.code, changed.stderr]).toEqual([
    0,
    expect.stringContaining('is not a user of this tenant'),
  ])
})

async function tenantOf(): Promise<{ domain: string }> {
  const { value } = await graph.get<{ value: { id: string }[] }>('/v1.0/domains')
  return { domain: value[0]?.id ?? '' }
}

test('a 403 says what is missing for the caller before any hint', async () => {
  const [application] = await json(
    'applications',
    'create',
    'reader',
    '--role',
    'DeviceManagementServiceConfig.Read.All',
  )
  const refused = await taxiway(['devices', 'delete', serial(0), '--yes'], {
    cwd: folder,
    configFolder: emptyFolder(),
    env: {
      TAXIWAY_CLIENT_ID: application.applicationId,
      TAXIWAY_CLIENT_SECRET: application.secret,
      TAXIWAY_TENANT: server.credentials().tenant,
      TAXIWAY_GRAPH_URL: server.credentials().graph,
      TAXIWAY_AUTHORITY_URL: server.credentials().graph,
      TAXIWAY_CA: server.credentials().ca ?? '',
    },
  })
  expect(refused.code).toBe(3)
  expect(`${refused.stdout}${refused.stderr}`).toContain(
    'DeviceManagementServiceConfig.ReadWrite.All',
  )
})

test('rollback files hold no hashes', () => {
  const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.rollback.json'))
  expect(readFileSync(join(folder, file), 'utf8')).not.toContain(
    fleet[0]?.hardwareHash.slice(0, 100),
  )
})
