/** What administrators ask afterwards: which one did you mean, what failed, what waits, and give it back. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Graph } from 'taxiway-graph-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../../cli/graph/client.ts'
import { csvOf, fleetRows, type Row, writeDevices } from '../support/device-files.ts'
import { taxiwayThatFits as taxiway } from '../support/json/fits.ts'
import { base64, described, laptop, withOtherKey } from '../support/machines.ts'
import { databaseSettings } from '../support/server-database.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'

let server: TaxiwayProcess
let graph: Graph
let folder: string
let fleet: readonly Row[]

beforeAll(async () => {
  server = await startTaxiwayProcess({ env: await databaseSettings() })
  process.env['TAXIWAY_CONFIG_DIR'] = server.configFolder
  graph = connect(server.credentials(), 600)
  folder = emptyFolder()
  fleet = fleetRows('questions', 4)
  writeDevices(folder, 'new.csv', fleet)
  await json('import', 'new.csv')
})

afterAll(() => server.dispose())

const run = (...args: string[]) => taxiway(args, { cwd: folder, configFolder: server.configFolder })
const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).stdout)
const serial = (index: number) => fleet[index]?.serial ?? ''
const tagOf = async (index: number) => (await json('devices', 'show', serial(index))).groupTag

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
  expect(imported.stderr).toMatch(new RegExp(`'${ghost}' is nobody in this tenant.*unusable`))
  const changed = await run('devices', 'assign-user', serial(3), ghost)
  expect([changed.code, changed.stderr]).toEqual([0, expect.stringContaining('nobody')])
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

test('devices of a list are verified: registered or not, and tagged as the list says', async () => {
  const { groupTag } = await json('devices', 'show', serial(0))
  await run('devices', 'update', serial(0), '--group-tag', groupTag || 'Listed')
  const lines = [`${serial(0)},${groupTag || 'Listed'}`, `${serial(1)},Other`, 'NOBODY1,']
  writeFileSync(join(folder, 'list.csv'), `Serial number,Group tag\r\n${lines.join('\r\n')}\r\n`)
  const { code, stdout, stderr } = await run('devices', 'verify', '--from', 'list.csv', '--json')
  expect(code).toBe(2)
  const [right, differing, missing] = JSON.parse(stdout)
  expect(right).toMatchObject({ device: serial(0), state: 'registered', differs: null })
  expect(differing.differs).toMatch(/^the group tag is .* and not 'Other'$/)
  expect(missing).toMatchObject({ device: 'NOBODY1', state: 'not registered', id: null })
  expect(stderr).toContain('2 of 3 devices registered, 1 different from the file.')
  expect((await run('devices', 'verify', serial(0).toLowerCase())).code).toBe(0)
  const imported = await json('devices', 'verify', '--from', 'new.csv')
  expect(imported.map((row: { state: string }) => row.state)).toEqual(fleet.map(() => 'registered'))
})

test('which of my tenants has it: one that cannot be asked is not one without it', async () => {
  const configFolder = emptyFolder()
  const mine = server.credentials()
  const contexts = { here: mine, gone: { ...mine, graph: 'https://localhost:1' } }
  writeFileSync(join(configFolder, 'contexts.json'), JSON.stringify({ current: 'here', contexts }))
  const ask = (...args: string[]) => taxiway([...args, '--json'], { cwd: folder, configFolder })
  const everywhere = await ask('devices', 'where', serial(1), 'NOBODY1')
  expect(everywhere.code).toBe(2)
  const rows = JSON.parse(everywhere.stdout)
  expect(
    rows.map((row: Row & { context: string; state: string }) => [row.context, row.state]),
  ).toEqual([
    ['here', 'registered'],
    ['gone', 'unknown'],
    ['here', 'not registered'],
    ['gone', 'unknown'],
  ])
  expect(rows[1].reason).toContain('localhost:1')
  expect((await ask('devices', 'where', serial(1), '--context', 'here')).code).toBe(0)
  expect((await ask('devices', 'where', serial(1), '--context', 'here,elsewhere')).code).toBe(1)
  const listed = JSON.parse((await ask('devices', 'list', '--context', 'here,here')).stdout)
  expect(new Set(listed.map((row: { context: string }) => row.context))).toEqual(new Set(['here']))
})

test('the doctor finds nothing here, and says what to do about a sign-in that no longer works', async () => {
  const well = await run('doctor', '--json')
  const findings: readonly { check: string; result: string; hint: string | null }[] = JSON.parse(
    well.stdout,
  )
  expect(findings.filter(({ result }) => result === 'failed')).toEqual([])
  expect(findings.map(({ check }) => check)).toEqual([
    ...[
      'Node',
      'Sign-in files',
      'Proxy',
      'Certificate',
      'Clock',
      'Sign-in',
      'Permissions',
      'Service',
    ],
  ])
  const configFolder = emptyFolder()
  const { ca: _, ...untrusting } = server.credentials()
  const wrong = { ...server.credentials(), clientSecret: 'not this one' }
  const contexts = { untrusting, wrong }
  writeFileSync(join(configFolder, 'contexts.json'), JSON.stringify({ contexts }), { mode: 0o644 })
  const ill = async (context: string) => {
    const { code, stdout } = await taxiway(['doctor', '--context', context, '--json'], {
      configFolder,
    })
    const failures = JSON.parse(stdout).filter(
      ({ result }: { result: string }) => result === 'failed',
    )
    return [code, failures.map(({ check }: { check: string }) => check), failures[0].hint]
  }
  expect(await ill('untrusting')).toEqual([2, ['Certificate'], expect.stringContaining('--ca')])
  expect(await ill('wrong')).toEqual([2, ['Sign-in'], expect.stringContaining('taxiway login')])
})

test('--upsert brings devices that are there to the tag and user of the file, and no others', async () => {
  const others = fleetRows('upsert', 2)
  const writeTagged = (name: string) => {
    const text = csvOf([...fleet.slice(0, 2), ...others]).trimEnd()
    const [head, ...rest] = text.split('\r\n')
    const lines = [`${head},Group Tag`, ...rest.map((line) => `${line},Upserted`), '']
    writeFileSync(join(folder, name), lines.join('\r\n'))
  }
  writeTagged('again.csv')
  const untouched = await tagOf(2)
  const { code, stdout, stderr } = await run('import', 'again.csv', '--upsert', '--json')
  const { rows, summary } = JSON.parse(stdout)
  expect(rows.map((row: { status: string; upsert: string }) => [row.status, row.upsert])).toEqual([
    ['complete', 'updated'],
    ['complete', 'updated'],
    ['complete', null],
    ['complete', null],
  ])
  expect([code, summary.updated]).toEqual([0, 2])
  expect(stderr).toContain('4 of 4 complete, 2 of them updated')
  expect(await Promise.all([0, 1, 2].map(tagOf))).toEqual(['Upserted', 'Upserted', untouched])
  writeTagged('same.csv')
  const again = await json('import', 'same.csv', '--upsert')
  expect(again.rows.map((row: { upsert: string }) => row.upsert)).toEqual(
    Array.from({ length: 4 }, () => 'unchanged'),
  )
  expect((await run('import', 'same.csv', '--upsert', '--no-wait')).code).toBe(1)
})

test('--watch follows a device until it is in the list, or until it has a profile', async () => {
  const [row] = fleetRows('watched', 1)
  writeDevices(folder, 'watched.csv', [row as Row])
  const seen = await json('import', 'watched.csv', '--watch', 'visible')
  expect(seen.rows[0].profileState).toBe('notAssigned')
  const { code, stderr } = await run(
    ...['import', '--resume', 'watched.csv.receipt.json', '--profile-ready', '--timeout', '2'],
  )
  expect([code, stderr]).toEqual([4, expect.stringContaining('without a deployment profile')])
  const profile = await graph.post<{ id: string }>(
    '/beta/deviceManagement/windowsAutopilotDeploymentProfiles',
    JSON.stringify({ displayName: 'Watched' }),
  )
  await graph.act(
    `/beta/deviceManagement/windowsAutopilotDeploymentProfiles/${profile.id}/assign`,
    { deviceIds: [seen.rows[0].registrationId] },
  )
  const ready = await json('import', '--resume', 'watched.csv.receipt.json', '--profile-ready')
  expect(ready.rows[0].profileState).toMatch(/^assigned/)
})
