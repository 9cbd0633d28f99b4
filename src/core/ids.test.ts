import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newImportId, receiptId, splitReceiptId } from './ids.ts'
import { newUuid, parseUuid } from './uuid.ts'

test('ids made later sort later, also when many are made at once or the clock is set back', () => {
  const ids = [...Array.from({ length: 10_000 }, () => newUuid()), newUuid(0)]
  expect(ids).toEqual(ids.toSorted())
  expect(new Set(ids).size).toBe(ids.length)
})

test("a receipt's id names its import and its row", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 0x7fffffff }), (row) => {
      const importId = newImportId()
      expect(splitReceiptId(receiptId(importId, row))).toEqual({ importId, rowNumber: row })
    }),
  )
})

test('a UUID that no receipt can have names none', () => {
  expect(splitReceiptId('018f0000-0000-7000-8000-0000ffffffff')).toBeUndefined()
})

test('a UUID is read in any case and with braces, and nothing else is', () => {
  const id = newUuid()
  expect(parseUuid(`{${id.toUpperCase()}}`)).toBe(id)
  expect(parseUuid(`${id}0`)).toBeUndefined()
  expect(parseUuid('')).toBeUndefined()
})
