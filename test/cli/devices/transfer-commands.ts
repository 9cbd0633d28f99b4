/** Transfers, disputes and moves by command. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeDevices } from '../../support/device-files.ts'
import { fleet, folder, json, run, serial } from './lifecycle-stage.ts'

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
