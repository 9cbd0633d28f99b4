/** The deny list: what its rows mean, and that the shipped ones agree with the hash library's checks. */

import {
  byteSwapped,
  isJunkDiskSerial,
  isJunkMac,
  isJunkName,
  isJunkProductKeyId,
  isJunkSerial,
  isJunkUuid,
} from 'taxiway-hardware-hash'
import { expect, test } from 'vitest'
import { defaultDenyRows } from './default-deny-rows.ts'
import { denyListOf, isDenyPattern } from './deny-list.ts'
import { normalised, type ValueKind } from './normalise.ts'

const defaultDenyList = denyListOf(defaultDenyRows)
const denies = (kind: ValueKind, text: string) =>
  defaultDenyList.denies(kind, normalised(kind, text))

test.each<[ValueKind, string]>([
  ['serial', 'to be  filled by o.e.m.'],
  ['serial', 'DEFAULT STRING'],
  ['serial', '0000000'],
  ['serial', '0101'],
  ['serial', '1.0'],
  ['serial', '1.0.2'],
  ['serial', '12345678'],
  ['name', 'System Product Name'],
  ['name', '*'],
  ['uuid', '00000000-0000-0000-0000-000000000000'],
  ['uuid', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF'],
  ['uuid', '03000200-0400-0500-0006-000700080009'],
  ['uuid', '00020003-0004-0005-0006-000700080009'],
  ['uuid', 'efbeadde-1234-5678-9abc-def012345678'],
  ['mac', '00-00-00-00-00-00'],
  ['mac', '00:50:56:c0:00:08'],
  ['mac', '52:54:00:12:34:56'],
  ['disk', 'QM00003'],
  ['disk', '0000_0000_0000_0000.'],
  ['disk', '0000_0000_00E0_4C0E.'],
  ['disk', 'Default string'],
  ['productKeyId', '0000000000000'],
  ['offlineId', `#3:${'0'.repeat(64)}`],
  ['ek', 'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855'],
])('the shipped list denies the %s "%s"', (kind, text) => {
  expect(denies(kind, text)).toBe(true)
})

test.each<[ValueKind, string]>([
  ['serial', 'PE0VG8PF'],
  ['serial', '52TGZL8'],
  ['serial', '100200'],
  ['serial', '1.0.0.1X'],
  ['name', 'HP'],
  ['uuid', '4c4c4544-0032-5454-8047-b5c04f5a4c38'],
  ['mac', '00:50:56:A0:00:08'],
  ['disk', '1FD5_0D21_17BF_F35F.'],
  ['productKeyId', '3556320606995'],
])('the shipped list leaves the %s "%s" alone', (kind, text) => {
  expect(denies(kind, text)).toBe(false)
})

// The validator has its own predicates, so that it works in a browser without a table.
test('every shipped value is junk to the hash library too, but for what only the registry knows', () => {
  const library: Partial<Record<ValueKind, (text: string) => boolean>> = {
    serial: isJunkSerial,
    name: isJunkName,
    uuid: isJunkUuid,
    mac: (text) => isJunkMac(text) || text === '52:54:00:12:34:56' || text === 'FF:FF:FF:FF:FF:FF',
    disk: isJunkDiskSerial,
    productKeyId: isJunkProductKeyId,
  }
  const values = defaultDenyRows.flatMap((row) => ('value' in row ? [row] : []))
  expect(values.filter(({ kind, value }) => library[kind]?.(value) === false)).toEqual([])
})

test('no row is there twice', () => {
  expect(new Set(defaultDenyRows.map((row) => JSON.stringify(row))).size).toBe(
    defaultDenyRows.length,
  )
})

test.each<[string, string, boolean]>([
  ['AB*', 'ab', true],
  ['AB*', 'ABCDEF', true],
  ['AB*', 'XAB', false],
  ['A?C', 'ABC', true],
  ['A?C', 'ABBC', false],
  ['SN#+', 'SN0042', true],
  ['SN#+', 'SN', false],
  ['[X-]+', 'X-X-X', true],
  ['[X-]+', 'XYX', false],
  ['A.B', 'AxB', false],
  ['(A|B)$', '(a|b)$', true],
])('the pattern %s on %s says %s', (pattern, value, expected) => {
  expect(denyListOf([{ kind: 'serial', pattern }]).denies('serial', value)).toBe(expected)
})

test.each(['', '*', '?*', '[abc', '[]', 'A\\d', '+', 'A++B', '*A*B*C', 'X'.repeat(129), '[^A]+'])(
  'the pattern "%s" is refused',
  (pattern) => {
    expect(isDenyPattern(pattern)).toBe(false)
    expect(() => denyListOf([{ kind: 'serial', pattern }])).toThrow()
  },
)

test('a pattern repeats at most twice and is asked of at most 256 characters: its work has an end', () => {
  expect(['*A*', 'A+A+B', '*A+', '*[AB]+'].map(isDenyPattern)).toEqual(new Array(4).fill(true))
  expect(['*A*B*', 'A+A+A+B', '*A+[AB]+'].map(isDenyPattern)).toEqual(new Array(3).fill(false))
  const list = denyListOf([{ kind: 'serial', pattern: 'A+' }])
  const denied = (length: number) => list.denies('serial', 'A'.repeat(length))
  expect([256, 257, 2960].map(denied)).toEqual([true, false, false])
})

test('a UUID on the list is denied in both byte orders', () => {
  const uuid = '9033cce8-98e4-1bba-a8c2-351709632e8e'
  for (const listed of [uuid, byteSwapped(uuid).toUpperCase()]) {
    const list = denyListOf([{ kind: 'uuid', value: listed }])
    expect(list.denies('uuid', normalised('uuid', uuid))).toBe(true)
    expect(list.denies('uuid', normalised('uuid', byteSwapped(uuid)))).toBe(true)
  }
})
