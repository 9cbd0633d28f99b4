/** `taxiway devices update`, `assign-user`, `unassign-user`, `delete` and `export` against a real server. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { csvOf } from '../../support/device-files.ts'
import { base64, described, laptop, withOtherKey } from '../../support/machines.ts'
import {
  beginTest,
  folder,
  graph,
  json,
  openStage,
  registered,
  rows,
  run,
  serial,
  server,
  show,
  write,
} from './change-stage.ts'
import './changed-values.ts'

beforeAll(openStage)
afterAll(() => server.dispose())
beforeEach(beginTest)

type Known = Readonly<Record<string, string>>

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
