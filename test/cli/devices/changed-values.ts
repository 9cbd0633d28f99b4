/** Tag, name and user of devices are changed by command, of one and of many. */
import { expect, test } from 'vitest'
import { findDevice } from '../../../cli/graph/find-device.ts'
import { graph, json, run, serial, show, write } from './change-stage.ts'

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
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(why) })
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

test('a file whose tags are probably not meant changes nothing, unless its devices have them', async () => {
  const named = (tag: string) => [
    `Serial number,Group tag`,
    `${serial(0)},Good`,
    `${serial(1)},${tag}`,
  ]
  for (const [tag, why] of [
    ['#N/A', 'a word for no value'],
    ['NULL', 'a word for no value'],
    ['La\u00adb', 'signs that nobody sees, such as U+00AD'],
    ['“Lab”', 'in quotation marks'],
  ] as const) {
    write('doubtful.csv', named(tag))
    const { code, stderr } = await run('devices', 'update', '--from', 'doubtful.csv', '--yes')
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(why) })
  }
  expect((await findDevice(graph, serial(0))).groupTag).not.toBe('Good')
  await run('devices', 'update', serial(1), '--group-tag', 'NULL')
  write('doubtful.csv', named('NULL'))
  const { summary } = await json('devices', 'update', '--from', 'doubtful.csv', '--dry-run')
  expect(summary).toMatchObject({ planned: 1, unchanged: 1 })
  await run('devices', 'update', serial(1), '--group-tag', '')
})

test('a serial number that a spreadsheet has rounded is not found, and the reason is given', async () => {
  write('rounded.csv', ['Serial number,Group tag', '1.23457E+11,Lab', '01.03.2024,Lab'])
  const { rows } = await json('devices', 'update', '--from', 'rounded.csv', '--dry-run')
  expect(
    rows.map(({ status, message }: { status: string; message: string }) => [status, message]),
  ).toEqual([
    ['notFound', expect.stringMatching(/spreadsheet.*a long number/)],
    ['notFound', expect.stringMatching(/spreadsheet.*a number or word/)],
  ])
})
