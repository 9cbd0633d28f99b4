/** Events, transfers and moves by command: two tenants of one server, as an administrator of both has them. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeHardwareHash, makeDevice } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { zipOf } from '../../../packages/device/src/diagnostics/zip.ts'
import { allRoles, platformRoles } from '../../../src/core/access/permissions.ts'
import { fleetRows, type Row, writeDevices } from '../../support/device-files.ts'
import { taxiwayThatFits as taxiway } from '../../support/json/fits.ts'
import { databaseSettings } from '../../support/server-database.ts'
import { emptyFolder } from '../../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../../support/taxiway-process.ts'
import { askedTests } from '../asked-tests.ts'
import { intakeTests } from '../intake-tests.ts'

let server: TaxiwayProcess | undefined
const folder = emptyFolder()
const configFolder = emptyFolder()
const clientSecret = 'a secret of the test of transfers'
const clients = {
  old: '6f1b7a52-5d0e-4c8b-9f0e-0a5a4c1f2d11',
  new: '6f1b7a52-5d0e-4c8b-9f0e-0a5a4c1f2d12',
  operator: '6f1b7a52-5d0e-4c8b-9f0e-0a5a4c1f2d13',
}
const fleet: readonly Row[] = fleetRows('transfers', 6)
const serial = (index: number) => fleet[index]?.serial ?? ''

beforeAll(async () => {
  const tenants = Object.entries(clients).map(([name, clientId]) => ({
    domain: `${name}.test`,
    displayName: name,
    // As Microsoft does; the other one reserves.
    ...(name === 'old' && { settings: { onDelete: 'release' } }),
    applications: [
      {
        clientId,
        displayName: 'Command line',
        secret: clientSecret,
        roles: name === 'operator' ? platformRoles : allRoles,
      },
    ],
  }))
  const seed = join(folder, 'seed.json')
  writeFileSync(seed, JSON.stringify({ tenants }))
  server = await startTaxiwayProcess({ env: { ...(await databaseSettings()), TAXIWAY_SEED: seed } })
  const place = { graph: server.origin, authority: server.origin, ca: server.ca, clientSecret }
  const contexts = {
    old: { ...place, tenant: 'old.test', clientId: clients.old },
    new: { ...place, tenant: 'new.test', clientId: clients.new },
    operator: { ...place, tenant: 'operator.test', clientId: clients.operator },
  }
  writeFileSync(join(configFolder, 'contexts.json'), JSON.stringify({ current: 'old', contexts }))
  writeDevices(folder, 'hashes.csv', fleet.slice(0, 3))
  await json('import', 'hashes.csv')
})
afterAll(() => server?.dispose())

const run = (...args: string[]) => taxiway(args, { cwd: folder, configFolder })
const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).stdout)

test('devices are handed over with a code, and their certificates are verified from a file', async () => {
  const [made] = await json('transfer', 'offer', serial(0), '--to', 'new.test', '--yes')
  expect(made).toMatchObject({ side: 'giver', state: 'offered', count: 1 })
  const taken = await json('transfer', 'accept', made.code, '--context', 'new', '--yes')
  expect(taken).toMatchObject([{ serialNumber: serial(0) }])
  expect(await json('transfer', 'list')).toMatchObject([{ state: 'completed' }])
  const list = (await run('transfer', 'certificates', made.id, '--json')).stdout
  writeFileSync(join(folder, 'certificates.json'), list)
  const genuine = await run('release', 'verify', 'certificates.json')
  expect([genuine.code, genuine.stderr]).toEqual([0, expect.stringContaining('all genuine')])
  writeFileSync(join(folder, 'forged.json'), list.replace(/(\.[A-Za-z0-9_-]{9})./, '$1A'))
  expect((await run('release', 'verify', 'forged.json')).code).toBe(2)
})

test('a transfer is disputed, and an operator of the installation decides it and says why', async () => {
  const [{ id }] = await json('transfer', 'list')
  expect((await run('transfer', 'dispute', id, '--reason', 'The wrong crate')).code).toBe(0)
  const operator = ['--context', 'operator']
  const waiting = await json('transfer', 'list', '--disputed', ...operator)
  expect(waiting).toMatchObject([{ id, side: 'none', dispute: { reason: 'The wrong crate' } }])
  const decide = ['transfer', 'decide', id, 'keep', '--yes', ...operator]
  const unsaid = await run(...decide)
  expect([unsaid.code, unsaid.stderr]).toEqual([1, expect.stringContaining('--reason')])
  expect((await run(...decide, '--reason', 'Both say so')).code).toBe(0)
  for (const side of ['old', 'new'])
    expect(await json('transfer', 'list', '--context', side)).toMatchObject([
      { state: 'completed', dispute: { decisionReason: 'Both say so' } },
    ])
})

test('a move between tenants without a common registry follows the documented order, and proves it', async () => {
  writeDevices(folder, 'two.csv', fleet.slice(1, 3))
  const from = ['--from', 'new', '--to', 'old', '--evidence', 'back.json']
  const back = await run('transfer', 'move', 'two.csv', ...from)
  expect([back.code, back.stderr]).toEqual([1, expect.stringContaining('reserves deleted devices')])
  const args = ['transfer', 'move', 'two.csv', '--from', 'old', '--to', 'new']
  const meant = await json(...args, '--evidence', 'dry.json', '--dry-run')
  expect(meant).toMatchObject([
    {
      serialNumber: serial(1),
      step: 'waiting',
      agreeing: ['serialNumber', 'manufacturer', 'model'],
    },
    { serialNumber: serial(2), step: 'waiting' },
  ])
  expect((await run('devices', 'show', serial(1))).code).toBe(0)
  const moved = await run(...args, '--evidence', 'move.json', '--group-tag', 'Moved', '--yes')
  expect([moved.code, moved.stderr]).toEqual([0, expect.stringContaining('2 of 2 devices moved')])
  const evidence = JSON.parse(readFileSync(join(folder, 'move.json'), 'utf8'))
  for (const row of evidence.rows) {
    expect(row).toMatchObject({ step: 'registered', newRegistrationId: expect.any(String) })
    expect(row.deletedAt <= row.absentAt && row.absentAt <= row.registeredAt).toBe(true)
  }
  expect((await run('devices', 'show', serial(1))).code).toBe(1)
  expect(await json('devices', 'show', serial(2), '--context', 'new')).toMatchObject({
    groupTag: 'Moved',
  })
  const again = await run(...args, '--evidence', 'move.json', '--yes')
  expect(again.code).toBe(0)
  expect((await run(...args, '--evidence', 'other.json', '--yes')).code).toBe(2)
})

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
