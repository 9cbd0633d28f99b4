/** One change after another: a device stays itself, and two machines never become one. */

import { type DecodedHash, randomFrom } from 'taxiway-hardware-hash'
import { expect, test } from 'vitest'
import type { DeviceRecord } from '../../src/core/identity/device-record.ts'
import { type Candidate, judge } from '../../src/core/identity/judge.ts'
import { adopt, enrich, newRecord } from '../../src/core/identity/record.ts'
import { facts } from './identity.ts'
import { later, withDiskOf, withKeyOf, withOtherKey } from './life.ts'
import { bareWhiteboxes, edited, type Machine, notebooks, whiteboxes } from './machines.ts'

const boardNew = { event: 'board-replaced', reflashed: false } as const
const boardReflashed = { event: 'board-replaced', reflashed: true } as const
const diskSwapped = { event: 'disk-swapped' } as const
const tpmHidden = { event: 'tpm-hidden' } as const

const withBoards = [...notebooks, ...whiteboxes]
const verdictOn = (record: DeviceRecord, hash: DecodedHash) =>
  judge(facts(hash), [{ id: 'it', record }]).verdict
const register = (hash: DecodedHash) => newRecord(facts(hash))

test.each(withBoards)(
  '$name: first a new disk, then a new board with it, is two devices',
  ({ hash }) => {
    const swapped = later(hash, diskSwapped)
    for (const board of [boardNew, boardReflashed]) {
      const record = register(hash)
      expect(verdictOn(record, swapped)).toBe('match')
      const grown = enrich(record, facts(swapped))
      const rebuilt = later(swapped, board)
      expect(verdictOn(grown, rebuilt)).toBe('no-match')
      expect(verdictOn(register(rebuilt), hash)).toBe('no-match')
      expect(verdictOn(grown, hash)).toBe('match')
    }
  },
)

test.each(bareWhiteboxes)(
  '$name: a person confirms the new disk, and a new board is still another',
  ({ hash }) => {
    const swapped = later(hash, diskSwapped)
    expect(verdictOn(register(hash), swapped)).toBe('review')
    const grown = adopt(register(hash), facts(swapped))
    expect(verdictOn(grown, swapped)).toBe('match')
    expect(verdictOn(grown, later(swapped, boardReflashed))).toBe('no-match')
  },
)

test.each(notebooks)('$name: a key learnt later is kept against a new board', ({ hash }) => {
  const first = register(later(hash, tpmHidden))
  expect(first.board.ekDigests).toEqual([])
  const grown = enrich(first, facts(hash))
  expect(grown.board.ekDigests).toEqual([facts(hash).ekDigest])
  const rebuilt = later(hash, boardReflashed, diskSwapped)
  expect(verdictOn(grown, rebuilt)).toBe('no-match')
  expect(enrich(grown, facts(rebuilt)).board).toEqual(grown.board)
})

test.each(notebooks)(
  '$name: its disk and then its old board in a sibling merge nobody',
  (machine: Machine) => {
    const { hash, sibling } = machine
    const taker = withDiskOf(sibling, hash)
    const candidates = (own: DeviceRecord, other: DeviceRecord): Candidate<string>[] => [
      { id: 'giver', record: own },
      { id: 'taker', record: other },
    ]
    const registered = candidates(register(hash), register(sibling))
    expect(judge(facts(taker), registered)).toMatchObject({ verdict: 'match', id: 'taker' })

    const grown = candidates(register(hash), enrich(register(sibling), facts(taker)))
    expect(judge(facts(hash), grown)).toMatchObject({ verdict: 'match', id: 'giver' })
    const takerWithGiversTpm = withKeyOf(taker, hash)
    expect(judge(facts(takerWithGiversTpm), grown).verdict).toBe('review')
  },
)

test('ten boards and ten disks in turn are ten devices, each with every disk it had', () => {
  const first = notebooks[2]?.hash
  if (first === undefined) throw new Error('there are notebooks')
  const devices: Candidate<string>[] = []
  let hash = first
  for (let step = 0; step < 20; step++) {
    const { verdict, id } = judge(facts(hash), devices)
    expect(verdict).toBe(step % 2 === 0 ? 'no-match' : 'match')
    if (id === undefined) devices.push({ id: `device ${devices.length}`, record: register(hash) })
    else learn(devices, id, hash)
    hash = later(hash, step % 2 === 0 ? diskSwapped : boardReflashed)
  }
  expect(devices).toHaveLength(10)
  expect(devices.map(({ record }) => record.movable.disks.length)).toEqual(Array(10).fill(2))
})

test('a hash that contradicts the board fills none of its gaps', () => {
  const { hash } = notebooks[2] ?? {}
  if (hash === undefined) throw new Error('there are notebooks')
  const record = register(edited(hash, { productKeyId: undefined }))
  const mixed = edited(hash, { serialNumber: 'ANOTHER1' })
  expect(verdictOn(record, mixed)).toBe('match')
  expect(enrich(record, facts(mixed)).board).toEqual(record.board)
  expect(enrich(record, facts(hash)).board.productKeyIds).toEqual([hash.productKeyId])
})

test.each(notebooks)(
  '$name: after a person accepted a switched TPM, both keys are its own',
  ({ hash }) => {
    const switched = withOtherKey(hash)
    expect(verdictOn(register(hash), switched)).toBe('review')
    const grown = adopt(register(hash), facts(switched))
    expect(grown.board.ekDigests[0]).toBe(facts(hash).ekDigest)
    expect([hash, switched].map((each) => verdictOn(grown, each))).toEqual(['match', 'match'])
    const rebuilt = later(hash, { event: 'regenerated' }, boardReflashed)
    expect(verdictOn(grown, rebuilt)).toBe('no-match')
  },
)

test('a record keeps the sixteen newest disks and all of its board', () => {
  const { hash } = notebooks[0] ?? {}
  if (hash === undefined) throw new Error('there are notebooks')
  const random = randomFrom('disks')
  let record = register(hash)
  for (let i = 0; i < 40; i++) {
    const diskSerial = { serialNumber: random.hex(8), product: null, vendor: null }
    const next = edited(hash, { diskSerials: [diskSerial], kernelDiskSerial: diskSerial })
    record = enrich(record, facts(next))
    expect(record.movable.disks[0]).toBe(facts(next).disks[0])
  }
  expect(record.movable.disks).toHaveLength(16)
  expect(record.board).toEqual(register(hash).board)
})

function learn(devices: Candidate<string>[], id: string, hash: DecodedHash): void {
  const at = devices.findIndex((each) => each.id === id)
  const found = devices[at]
  if (found !== undefined) devices[at] = { id, record: enrich(found.record, facts(hash)) }
}
