/** Single rules of the comparison, on facts that isolate them. */
import { expect, test } from 'vitest'
import { compare } from '../../src/core/identity/compare.ts'
import type { FactField, IdentityFacts } from '../../src/core/identity/facts.ts'
import { judge } from '../../src/core/identity/judge.ts'
import { newRecord } from '../../src/core/identity/record.ts'
import { hashFixture } from '../support/hardware-hashes.ts'
import { compared, facts } from './identity.ts'
import { later } from './life.ts'
import { decoded } from './machines.ts'

const lenovo = decoded(hashFixture(6).hardwareHash)
const full = facts(lenovo)
const empty: IdentityFacts = {
  ekDigest: null,
  uuid: null,
  productKeyId: null,
  manufacturer: null,
  serial: null,
  offlineId: null,
  onboardMacs: [],
  virtualMacs: [],
  disks: [],
  cardMacs: [],
  usbMacs: [],
  model: null,
  board: null,
  sku: null,
  cpu: null,
  junk: [],
}

const pair = (known: Partial<IdentityFacts>, found: Partial<IdentityFacts>) =>
  compare(newRecord({ ...empty, ...known }), { ...empty, ...found })
const relation = (field: FactField, known: Partial<IdentityFacts>, found: Partial<IdentityFacts>) =>
  pair(known, found).evidence.find((each) => each.field === field)?.relation

test('the evidence of a swapped disk, field by field', () => {
  const { verdict, bits, evidence } = compared(lenovo, later(lenovo, { event: 'disk-swapped' }))
  expect(verdict).toBe('match')
  expect(
    evidence.map(({ field, relation, binding, bits }) => [field, relation, binding, bits]),
  ).toEqual([
    ['ek', 'agrees', 'board', 60],
    ['uuid', 'agrees', 'board', 15],
    ['serial', 'agrees', 'board', 15],
    ['productKeyId', 'agrees', 'board', 28],
    ['lan', 'agrees', 'board', 28],
    ['offlineId', 'absent', 'board', 0],
    ['disk', 'disagrees', 'movable', -3],
    ['card', 'agrees', 'movable', 20],
    ['virtualMac', 'absent', 'movable', 0],
    ['model', 'agrees', 'contrast', 6],
    ['cpu', 'agrees', 'contrast', 4],
  ])
  expect(bits).toBe(173)
})

test('UUID or serial number alone carries the weight of both', () => {
  expect(pair({ uuid: 'u1' }, { uuid: 'u1' }).bits).toBe(30)
  expect(pair({ serial: 'S1' }, { serial: 'S2' }).bits).toBe(-20)
})

test.each<[string, Partial<IdentityFacts>, Partial<IdentityFacts>, string]>([
  ['UUID and disk', { uuid: 'u1', disks: ['d1'] }, { uuid: 'u1', disks: ['d1'] }, 'match'],
  ['UUID alone', { uuid: 'u1' }, { uuid: 'u1' }, 'review'],
  ['UUID and serial number', { uuid: 'u1', serial: 's1' }, { uuid: 'u1', serial: 's1' }, 'review'],
  [
    'UUID and a wireless card',
    { uuid: 'u1', cardMacs: ['c1'] },
    { uuid: 'u1', cardMacs: ['c1'] },
    'review',
  ],
  [
    'UUID and a virtual port',
    { uuid: 'u1', virtualMacs: ['v1'] },
    { uuid: 'u1', virtualMacs: ['v1'] },
    'match',
  ],
  [
    'UUID and stored id',
    { uuid: 'u1', offlineId: '#3:1' },
    { uuid: 'u1', offlineId: '#3:1' },
    'match',
  ],
  [
    'stored id and disk',
    { offlineId: '#3:1', disks: ['d1'] },
    { offlineId: '#3:1', disks: ['d1'] },
    'review',
  ],
  [
    'port and stored id',
    { onboardMacs: ['m1'], offlineId: '#3:1' },
    { onboardMacs: ['m1'], offlineId: '#3:1' },
    'review',
  ],
  [
    'serial number and disk behind another port',
    { serial: 's1', onboardMacs: ['m1'], disks: ['d1'] },
    { serial: 's1', onboardMacs: ['m2'], disks: ['d1'] },
    'review',
  ],
  [
    'serial number and product key id behind another port',
    { serial: 's1', onboardMacs: ['m1'], productKeyId: 'p1' },
    { serial: 's1', onboardMacs: ['m2'], productKeyId: 'p1' },
    'match',
  ],
  [
    'UUID and disk with another serial number',
    { uuid: 'u1', serial: 's1', disks: ['d1'] },
    { uuid: 'u1', serial: 's2', disks: ['d1'] },
    'review',
  ],
])('without a TPM key, %s', (...[, known, found, verdict]) => {
  expect(pair(known, found).verdict).toBe(verdict)
})

test('a serial number is one with its maker, unless a maker is not named', () => {
  const of = (manufacturer: string | null) => ({ manufacturer, serial: 'S1' })
  expect(relation('serial', of('HP'), of('HP'))).toBe('agrees')
  expect(relation('serial', of('HP'), of('DELLINC.'))).toBe('disagrees')
  expect(relation('serial', of('HP'), of(null))).toBe('agrees')
  expect(relation('serial', of(null), of('HP'))).toBe('agrees')
})

test('stored ids of two types do not contradict each other', () => {
  const other = { offlineId: 'UEFI_VARIABLE_TPM:2' }
  expect(relation('offlineId', { offlineId: '#3:1' }, other)).toBe('absent')
  expect(relation('offlineId', { offlineId: '#3:1' }, { offlineId: '#3:2' })).toBe('disagrees')
})

test('a value thrown out as junk is told apart from one that is not there', () => {
  const found = { serial: null, junk: [{ field: 'serial', value: 'DEFAULTSTRING' }] } as const
  expect(relation('serial', { serial: 'S1' }, found)).toBe('junk')
  expect(relation('uuid', { uuid: 'u1' }, found)).toBe('absent')
})

test('of candidates with one verdict the likelier stands first', () => {
  const near = { ...empty, uuid: 'u1', model: full.model }
  const far = { ...empty, uuid: 'u1', model: 'OTHER' }
  const candidates = [far, near].map((each, i) => ({ id: `${i}`, record: newRecord(each) }))
  const ranked = judge({ ...empty, uuid: 'u1', model: full.model }, candidates).candidates
  expect(ranked.map(({ id }) => id)).toEqual(['1', '0'])
})
