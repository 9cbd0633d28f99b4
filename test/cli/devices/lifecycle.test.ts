/** Events, transfers and moves by command: two tenants of one server, as an administrator of both has them. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeHardwareHash, makeDevice } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { zipOf } from '../../../packages/device/src/diagnostics/zip.ts'
import { type Row, writeDevices } from '../../support/device-files.ts'
import type { TaxiwayProcess } from '../../support/taxiway-process.ts'
import { askedTests } from '../asked-tests.ts'
import { intakeTests } from '../intake-tests.ts'
import {
  configFolder,
  fleet,
  folder,
  json,
  openStage,
  run,
  serial,
  server,
} from './lifecycle-stage.ts'
import './transfer-commands.ts'

beforeAll(openStage)
afterAll(() => server?.dispose())

test('a plan of the server and one in a file remove the same, and undo brings it back', async () => {
  writeDevices(folder, 'plan.csv', fleet.slice(3, 5))
  const at = ['--context', 'new']
  await json('import', 'plan.csv', '--group-tag', 'Plan', ...at)
  const planned = await run('remove', 'plan', serial(3), ...at, '--json')
  expect(planned.code, planned.stderr).toBe(0)
  const { id } = JSON.parse(planned.stdout)
  const ran = await run('remove', 'run', id, '--yes', ...at)
  expect([ran.code, ran.stderr]).toEqual([0, expect.stringContaining(': done.')])
  expect((await run('devices', 'show', serial(3), ...at)).code).toBe(1)
  expect((await run('remove', 'undo', id, '--yes', ...at)).code).toBe(0)
  expect(await json('remove', 'list', ...at)).toMatchObject([{ id, state: 'undone', done: 1 }])

  const before = await json('devices', 'show', serial(4), ...at)
  const file = ['--file', 'plan.json', ...at]
  const made = await run('remove', 'plan', serial(4), '--order', 'three-records', ...file)
  expect([made.code, made.stderr]).toEqual([0, expect.stringContaining('remove run plan.json')])
  expect((await run('remove', 'run', 'plan.json', '--yes')).code).toBe(1)
  const removed = await json('remove', 'run', 'plan.json', '--yes', ...at)
  expect(removed).toMatchObject({
    state: 'done',
    devices: [{ verified: { autopilot: 'absent', directoryDevice: 'absent' } }],
  })
  expect((await run('remove', 'run', 'plan.json', '--yes', ...at)).code).toBe(0)
  const undone = await json('remove', 'undo', 'plan.json', '--yes', ...at)
  expect(undone).toMatchObject({ state: 'undone', devices: [{ restored: ['autopilot'] }] })
  expect(await json('devices', 'show', serial(4), ...at)).toEqual(before)

  const unknown = await run('remove', 'plan', `${serial(4)}X`, ...at)
  expect([unknown.code, unknown.stderr]).toEqual([5, expect.stringContaining('ambiguous')])
})

test('events are followed from where the last run ended, and webhooks are kept', async () => {
  const first = await json('changes', '--position', 'place', '--context', 'new')
  expect(first.map(({ type }: { type: string }) => type)).toContain('transfer.completed')
  expect(await json('changes', '--position', 'place', '--context', 'new')).toEqual([])
  const [made] = await json('webhooks', 'add', 'https://10.0.0.1/hooks', '--type', 'device.deleted')
  expect(made.secret).toMatch(/^whsec_/)
  const changed = await json('webhooks', 'change', made.id, '--disable')
  expect(changed).toMatchObject([{ state: 'disabled', eventTypes: ['device.deleted'] }])
  expect((await run('webhooks', 'remove', made.id, '--yes')).code).toBe(0)
  expect(await json('webhooks', 'list')).toEqual([])
})

type Link = { readonly serialNumber: string; readonly outcome: string }

test('device links are found in folders and archives, associated at once, and removed', async () => {
  const linkOf = (serialNumber: string) => {
    const names = { SerialNumber: serialNumber, Manufacturer: 'Contoso', ModelName: 'Book' }
    return Buffer.from(JSON.stringify({ DeviceInfo: { ...names, LinkId: 'l' } })).toString('base64')
  }
  const csv = (serialNumber: string) =>
    `Serial Number,DeviceLink\r\n${serialNumber},${linkOf(serialNumber)}\r\n`
  const place = join(folder, 'links')
  mkdirSync(place)
  writeFileSync(join(place, 'one.devicelink.csv'), csv('LINK-1'))
  const packed = { name: 'logs/two.devicelink.csv', content: Buffer.from(csv('LINK-2')) }
  writeFileSync(join(place, 'MDMDiagReport.zip'), zipOf([packed]))
  const looked = await json('associate', 'links', '--dry-run')
  expect(looked.map(({ serialNumber }: Link) => serialNumber)).toEqual(['LINK-2', 'LINK-1'])
  const outcomes = async () =>
    (await json('associate', 'links')).map(({ outcome }: Link) => outcome)
  expect(await outcomes()).toEqual(['preassociated', 'preassociated'])
  expect(await outcomes()).toEqual(['unchanged', 'unchanged'])
  const passed = await run('collect', 'links')
  expect(passed.stderr).toContain('taxiway associate')
  const [found] = await json('associations', 'list', '--search', 'link-2')
  expect(found).toMatchObject({ serialNumber: 'LINK-2', model: 'Book', state: 'preassociated' })
  expect((await run('associations', 'remove', found.id, '--yes')).code).toBe(0)
  expect(await json('associations', 'list')).toHaveLength(1)
  expect((await run('associate', 'hashes.csv')).code).toBe(2)
})

test('a device goes to repair, comes back with another board, and is registered again', async () => {
  // One with a TPM and a product key, whose board can be told from another.
  const { text } = makeDevice({ seed: 'repaired by command', count: 1, mix: { hp: 1 } }, 0).hash()
  const decoded = decodeHardwareHash(text)
  const name = decoded.ok ? (decoded.serialNumber ?? '') : ''
  const path = writeDevices(folder, 'repair.csv', [{ serial: name, hardwareHash: text }])
  await json('import', 'repair.csv')
  const say = ['--summary', 'No picture', '--contact', 'Ada', '--zone', 'Europe/Berlin']
  const [opened] = await json(
    'repair',
    'open',
    name,
    ...say,
    '--diagnostic',
    'ePSA:2000-0142:failed',
  )
  expect(opened).toMatchObject({ state: 'diagnosed', serialNumber: name })
  expect((await run('repair', 'release', name)).stderr).toContain('Possible now')
  expect(
    await json(
      'repair',
      'submit',
      name,
      '--vendor',
      'Maker',
      '--board',
      'MBD',
      '--reference',
      'SR1',
    ),
  ).toMatchObject([
    { state: 'submitted', vendor: { reference: 'SR1' }, parts: [{ number: 'MBD', isBoard: true }] },
  ])
  const [parked] = await json('repair', 'release', name, '--scenario', 'tpm-one-nic')
  expect(parked.state).toBe('deviceParked')
  const same = await run('repair', 'returned', name, path, '--json')
  expect([same.code, JSON.parse(same.stdout).verdict.kind]).toEqual([0, 'sameDevice'])
  const event = (what: string) => run('hash', 'make', '--from', text, '--event', what)
  const after = await event('board-replaced=reflashed')
  writeFileSync(join(folder, 'after.txt'), after.stdout)
  const back = await run('repair', 'returned', name, 'after.txt')
  expect([back.code, back.stderr]).toEqual([0, expect.stringContaining('boardReplaced')])
  const [done] = await json('repair', 're-register', name, '--yes')
  expect(done).toMatchObject({ state: 'reregistered', certificate: { jws: expect.any(String) } })
  writeFileSync(join(folder, 'repair.json'), JSON.stringify([done.certificate]))
  expect((await run('release', 'verify', 'repair.json')).code).toBe(0)
  const shown = await json('repair', 'show', name)
  expect(shown.history.map(({ what }: { what: string }) => what)).toContain('registered again')
  expect(await json('repair', 'list')).toHaveLength(1)
})

intakeTests(() => ({ run, json, server: server as TaxiwayProcess, row: fleet[3] as Row }))

askedTests(() => ({ run, json, folder, configFolder, row: fleet[5] as Row }))

test('evidence for a ticket is packed from files and from what the tenant knows', async () => {
  const one = fleet[4] as Row
  writeDevices(folder, 'evidence.csv', [one])
  writeFileSync(join(folder, 'invoice.pdf'), 'invoice')
  const device = zipOf([
    { name: 'DeviceHash.csv', content: readFileSync(join(folder, 'evidence.csv')) },
  ])
  writeFileSync(join(folder, 'diagnostics.zip'), device)
  const args = ['evidence', one.serial, '--hash', 'evidence.csv', '--code', '808']
  const half = await run(...args, '--offline', '--to', 'half')
  expect([half.code, half.stderr]).toEqual([2, expect.stringContaining('Missing: the proof')])
  expect(readFileSync(join(folder, 'half/README.txt'), 'utf8')).toContain('Deregistration Request')
  const { explained } = JSON.parse(readFileSync(join(folder, 'half/error.json'), 'utf8'))
  expect(explained[0]).toMatchObject({ code: '808', where: 'import' })
  const whole = ['evidence', one.serial, '--cabinet', 'diagnostics.zip', '--proof', 'invoice.pdf']
  expect((await run(...whole, '--code', '808', '--to', 'ticket.zip')).code).toBe(0)
  const found = await json('collect', 'ticket.zip', '--what-if')
  expect(JSON.stringify(found)).toContain(one.serial)
  const other = await run('evidence', 'NOBODY', '--hash', 'evidence.csv', '--offline')
  expect([other.code, other.stderr]).toEqual([5, expect.stringContaining(one.serial)])
  expect((await run(...args, '--offline', '--to', 'half')).code).toBe(1)
})
