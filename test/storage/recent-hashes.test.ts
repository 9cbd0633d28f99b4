/** What a server remembers of the imports that it has just accepted. */
import { expect, test } from 'vitest'
import { newImportId } from '../../src/core/ids.ts'
import { recentHashes } from '../../src/storage/imports/recent-hashes.ts'
import { eventually } from '../support/eventually.ts'

const hash = (byte: number) => new Uint8Array(10).fill(byte)

test('a row has the hash that it came with, until its import is decided', () => {
  const recent = recentHashes()
  const [first, second] = [newImportId(), newImportId()]
  recent.keep(first, [hash(1), null, hash(3)])
  recent.keep(second, [hash(4)])
  expect([1, 2, 3, 4].map((row) => recent.of(first, row))).toEqual([
    hash(1),
    undefined,
    hash(3),
    undefined,
  ])
  recent.forget(first)
  expect(recent.of(first, 1)).toBeUndefined()
  expect(recent.of(second, 1)).toEqual(hash(4))
})

test('the oldest are forgotten for newer ones, and one that is too large is not kept', () => {
  const recent = recentHashes({ bytes: 30, ms: 10_000 })
  const ids = Array.from({ length: 4 }, newImportId)
  for (const id of ids) recent.keep(id, [hash(1)])
  expect(ids.map((id) => recent.of(id, 1) !== undefined)).toEqual([false, true, true, true])
  const large = newImportId()
  recent.keep(large, [hash(1), hash(2), hash(3), hash(4)])
  expect(recent.of(large, 1)).toBeUndefined()
  expect(recent.of(ids[3] ?? large, 1)).toEqual(hash(1))
})

test('what nobody here decides is forgotten by itself', async () => {
  const recent = recentHashes({ bytes: 30, ms: 1 })
  const id = newImportId()
  recent.keep(id, [hash(1)])
  await eventually(() => expect(recent.of(id, 1)).toBeUndefined())
})
