/** `taxiway devices update`, `assign-user`, `unassign-user`, `delete` and `export` against a real server. */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Graph } from 'taxiway-graph-client'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { connect } from '../../../cli/graph/client.ts'
import { devicePages } from '../../../cli/graph/device-pages.ts'
import { findDevice } from '../../../cli/graph/find-device.ts'
import { csvOf, fleetRows, type Row, writeDevices } from '../../support/device-files.ts'
import { taxiwayThatFits as taxiway } from '../../support/json/fits.ts'
import { base64, described, laptop, withOtherKey } from '../../support/machines.ts'
import { databaseSettings } from '../../support/server-database.ts'
import { emptyFolder } from '../../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../../support/taxiway-process.ts'

const atOnce = 3
let server: TaxiwayProcess
let graph: Graph
let folder: string
let fleet: readonly Row[]
/** Three registered devices, others in every test. */
let rows: readonly Row[] = []

beforeAll(async () => {
  server = await startTaxiwayProcess({ env: await databaseSettings() })
  process.env['TAXIWAY_CONFIG_DIR'] = server.configFolder
  graph = connect(server.credentials(), 600)
  folder = emptyFolder()
  fleet = await registered(fleetRows('change', 10 * atOnce))
})

afterAll(() => server.dispose())

beforeEach(() => {
  folder = emptyFolder()
  const start = rows.length === 0 ? 0 : fleet.indexOf(rows[0] as Row) + atOnce
  rows = fleet.slice(start, start + atOnce)
})

const run = (...args: string[]) => taxiway(args, { cwd: folder, configFolder: server.configFolder })

type Known = Readonly<Record<string, string>>

const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).stdout)
const show = (name: string): Promise<object> => findDevice(graph, name)
const write = (name: string, lines: readonly string[]) =>
  writeFileSync(join(folder, name), `${lines.join('\r\n')}\r\n`)
const serial = (index: number) => rows[index]?.serial ?? ''

/** Imports machines; answers them with the serial numbers that the server knows. */
async function registered(machines: readonly Row[]): Promise<readonly Row[]> {
  writeDevices(folder, 'new.csv', machines)
  const { rows: verdicts } = await json('import', 'new.csv')
  const list = (await Array.fromAsync(devicePages(graph))).flat()
  return machines.map((machine, i) => {
    const device = list.find(({ id }) => id === verdicts[i].registrationId)
    return { ...machine, serial: device?.serialNumber ?? '' }
  })
}

test('tag, name and user of one device are changed, and an empty text clears', async () => {
  const words = ['--group-tag', 'Kiosk', '--name', 'FRONT-01', '--user', 'ada@contoso.test']
  const { code } = await run('devices', 'update', serial(0), ...words)
  expect(code).toBe(0)
  expect(await show(serial(0))).toMatchObject({
    groupTag: 'Kiosk',
    displayName: 'FRONT-01',
    userPrincipalName: 'ada@contoso.test',
    addressableUserName: 'ada@contoso.test',
  })
  await run('devices', 'update', serial(0), '--group-tag', '', '--user', '')
  expect(await show(serial(0))).toMatchObject({
    groupTag: '',
    displayName: 'FRONT-01',
    userPrincipalName: '',
    addressableUserName: '',
  })
})

test('users are assigned and unassigned', async () => {
  const { id } = await findDevice(graph, serial(1))
  await run('devices', 'assign-user', id, 'ada@contoso.test', '--addressable-name', 'Ada')
  expect(await show(id)).toMatchObject({
    userPrincipalName: 'ada@contoso.test',
    addressableUserName: 'Ada',
  })
  await run('devices', 'unassign-user', id)
  expect(await show(id)).toMatchObject({ userPrincipalName: '', addressableUserName: '' })
  const half = await run('devices', 'assign-user', id)
  expect(half.code).toBe(1)
})

test('what the service would refuse is refused before anything is sent', async () => {
  const bad = {
    'NAME-LONGER-THAN-15': 'longer than 15',
    'front desk': 'letters, digits and hyphens',
    '12345': 'all digits',
  }
  for (const [name, why] of Object.entries(bad)) {
    const { code, stderr } = await run('devices', 'update', serial(0), '--name', name)
    expect(code).toBe(2)
    expect(stderr).toContain(why)
  }
  const tag = await run('devices', 'update', serial(0), '--group-tag', 'x'.repeat(513))
  expect(tag.stderr).toContain('513 characters; 512 are allowed')
  write('bad.csv', ['Serial number,Device name', `${serial(0)},GOOD`, `${serial(1)},front desk`])
  const file = await run('devices', 'update', '--from', 'bad.csv', '--yes')
  expect(file.code).toBe(2)
  expect(file.stderr).toContain("bad.csv:3: the name 'front desk'")
  expect(await show(serial(0))).toMatchObject({ displayName: '' })
})

test('a file changes many: previewed, never without confirmation, and the second time there is nothing to do', async () => {
  write('tags.csv', [
    'Group Tag;Serial Number;Remark',
    `Kiosk;${serial(0)};a`,
    `;${serial(1)};b`,
    `Desk;${serial(2).toLowerCase()};c`,
  ])
  await run('devices', 'update', serial(1), '--group-tag', 'Kept')
  const preview = await json('devices', 'update', '--from', 'tags.csv', '--what-if')
  expect(preview.rows[0]).toMatchObject({
    line: 2,
    serialNumber: serial(0),
    status: 'planned',
    changes: [{ property: 'groupTag', before: '', after: 'Kiosk' }],
  })
  expect(preview.summary).toMatchObject({ planned: 2, unchanged: 1 })

  const unasked = await run('devices', 'update', '--from', 'tags.csv')
  expect(unasked.code).toBe(1)
  expect(unasked.stderr).toContain('Columns not used: Remark.')
  expect(unasked.stderr).toContain('groupTag: – → Kiosk')
  expect(await show(serial(0))).toMatchObject({ groupTag: '' })

  const first = await run('devices', 'update', '--from', 'tags.csv', '--confirm=false', '--json')
  expect(first.code).toBe(0)
  expect(JSON.parse(first.stdout).summary).toMatchObject({ done: 2, unchanged: 1 })
  const tags = await Promise.all(
    [0, 1, 2].map(async (i) => (await findDevice(graph, serial(i))).groupTag),
  )
  expect(tags).toEqual(['Kiosk', 'Kept', 'Desk'])
  const second = await json('devices', 'update', '--from', 'tags.csv', '--yes')
  expect(second.summary).toMatchObject({ done: 0, unchanged: 3 })
  const cleared = await json('devices', 'update', '--from', 'tags.csv', '--clear-empty', '--yes')
  expect(cleared.summary).toMatchObject({ done: 1, unchanged: 2 })
})

test('rows without a device are told apart, and the others are done', async () => {
  write('some.csv', ['serialNumber,groupTag', 'NOSUCH,A', `${serial(0)},A`])
  const { code, stdout } = await run('devices', 'update', '--from', 'some.csv', '--yes', '--json')
  expect(code).toBe(2)
  const statuses = JSON.parse(stdout).rows.map(({ status }: Known) => status)
  expect(statuses).toEqual(['notFound', 'done'])
})

test('one ambiguous row, or one that contradicts its device, and nothing is done', async () => {
  const machine = laptop('namesake')
  const name = described(machine).serialNumber ?? ''
  await registered([{ serial: name, hardwareHash: base64(machine) }])
  writeFileSync(
    join(folder, 'rival.csv'),
    csvOf([{ serial: name, hardwareHash: base64(withOtherKey(machine)) }]),
  )
  await run('import', 'rival.csv')
  const [conflict] = await json('conflicts', 'list')
  await run('conflicts', 'decide', conflict.id, '--different', '--yes')

  write('ambiguous.csv', ['serialNumber,groupTag', `${serial(0)},A`, `${name},A`])
  const ambiguous = await run('devices', 'update', '--from', 'ambiguous.csv', '--yes')
  expect(ambiguous.code).toBe(5)
  expect(ambiguous.stderr).toContain(`2 devices have the serial number ${name}`)
  write('wrong.csv', ['serialNumber,model,groupTag', `${serial(0)},Another Model,A`])
  const wrong = await run('devices', 'update', '--from', 'wrong.csv', '--yes')
  expect(wrong.code).toBe(5)
  expect(wrong.stderr).toContain("Line 2 says model 'Another Model'")
  write('twice.csv', ['serialNumber,groupTag', `${serial(0)},A`, `${serial(0)},B`])
  const twice = await run('devices', 'update', '--from', 'twice.csv', '--yes')
  expect(twice.code).toBe(2)
  expect(twice.stderr).toContain('Lines 2 and 3 ask for different changes')
  expect(await show(serial(0))).toMatchObject({ groupTag: '' })
})

test('a row with the hash of another device stops a deletion, and a device in two rows is one', async () => {
  const [first, second] = rows
  const row = (serialNumber: string, hash: string) => `${serialNumber},,${hash}`
  const titles = 'Device Serial Number,Windows Product ID,Hardware Hash'
  write('mixed.csv', [titles, row(serial(0), second?.hardwareHash ?? '')])
  const mixed = await run('devices', 'delete', '--from', 'mixed.csv', '--yes')
  expect([mixed.code, mixed.stderr]).toEqual([
    5,
    expect.stringContaining('has the hardware hash of'),
  ])
  expect(await show(serial(0))).toMatchObject({ serialNumber: serial(0) })
  const own = row(serial(0), first?.hardwareHash ?? '')
  write('twice.csv', [titles, own, own])
  const twice = await json('devices', 'delete', '--from', 'twice.csv', '--yes')
  expect(twice.rows.map(({ status, message }: Known) => [status, message])).toEqual([
    ['done', null],
    ['unchanged', 'This is the same device as in line 2.'],
  ])
})

test('deleting takes a full serial number and confirmation, and proves that it is gone', async () => {
  const part = await run('devices', 'delete', serial(0).slice(0, -1), '--yes')
  expect(part.code).toBe(1)
  const unasked = await run('devices', 'delete', serial(0))
  expect(unasked.code).toBe(1)
  const plan = await json('devices', 'delete', serial(0), serial(1), '--dry-run')
  expect(plan.summary).toMatchObject({ planned: 2 })
  const { code, stdout } = await run('devices', 'delete', serial(0), serial(1), '--yes', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(stdout).summary).toMatchObject({ done: 2 })
  expect((await run('devices', 'show', serial(0))).code).toBe(1)
  expect((await run('devices', 'show', serial(2))).code).toBe(0)
  write('gone.csv', ['Serial number', serial(1), serial(2)])
  const rest = await run('devices', 'delete', '--from', 'gone.csv', '--yes', '--json')
  expect(rest.code).toBe(2)
  expect(JSON.parse(rest.stdout).summary).toMatchObject({ done: 1, notFound: 1 })
})

test('many devices above the limit are one approval, and nothing of the list is done', async () => {
  const all = [serial(0), serial(1), serial(2)]
  const refused = await run('devices', 'delete', ...all, '--release', '--yes')
  expect(refused.code).toBe(3)
  expect(refused.stderr).toMatch(/Nothing was done.*3 devices.*approval/)
  const waiting = await json('approvals', 'list')
  expect(waiting).toMatchObject([{ action: 'release-devices', subjects: { count: 3 } }])
  expect(refused.stderr).toContain(waiting[0].id)
  const again = await run('devices', 'delete', ...all.toReversed(), '--release', '--yes')
  expect(again.stderr).toContain(waiting[0].id)
  expect((await run('devices', 'show', serial(2))).code).toBe(0)
})

test('an export is safe for spreadsheets, and what it cannot give back is refused by its line', async () => {
  const path = '/beta/deviceManagement/windowsAutopilotDeviceIdentities'
  const described = { serialNumber: 'GUARDED-1', model: '=1+2', groupTag: 'Lab' }
  await graph.post(path, JSON.stringify(described))
  const filter = "contains(serialNumber,'GUARDED-1')"
  await run('devices', 'export', 'all.csv', '--filter', filter)
  const text = readFileSync(join(folder, 'all.csv'), 'utf8')
  expect(text.startsWith('\ufeffserialNumber,manufacturer,')).toBe(true)
  expect(text).toContain(",'=1+2,")
  const unchanged = await json('devices', 'update', '--from', 'all.csv', '--dry-run')
  expect(unchanged.summary).toMatchObject({ unchanged: 1 })
  writeFileSync(join(folder, 'all.csv'), text.replace(',Lab,', ",'=3+4,"))
  const back = await run('devices', 'update', '--from', 'all.csv', '--dry-run')
  expect(back.code).toBe(2)
  expect(back.stderr).toContain('all.csv:2: the group tag begins with =')
  expect((await run('devices', 'list', '-o', 'csv', '--filter', filter)).stdout).toContain(",'=1+2")

  const again = await run('devices', 'export', 'all.csv')
  expect(again.code).toBe(1)
  await run('devices', 'export', 'all.csv', '--raw', '--force', '--filter', filter)
  expect(readFileSync(join(folder, 'all.csv'), 'utf8')).toMatch(/^serialNumber.*\r\n.*,=1\+2,/)
  await run('devices', 'export', 'all.json')
  const devices: readonly Known[] = JSON.parse(readFileSync(join(folder, 'all.json'), 'utf8'))
  expect(devices).toEqual(await json('devices', 'list'))
  expect(JSON.parse((await run('devices', 'export', '--as', 'json')).stdout)).toEqual(devices)
})
