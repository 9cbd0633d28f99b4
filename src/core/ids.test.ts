import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newImportId, newUuid, parseUuid, receiptId, splitReceiptId } from './ids.ts'

test('ids made later sort later', () => {
  expect(newUuid(1_800_000_000_001) > newUuid(1_800_000_000_000)).toBe(true)
})

test("a receipt's id names its import and its row", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 0xffffffff }), (row) => {
      const importId = newImportId()
      expect(splitReceiptId(receiptId(importId, row))).toEqual({ importId, rowNumber: row })
    }),
  )
})

test('a UUID is read in any case and with braces, and nothing else is', () => {
  const id = newUuid()
  expect(parseUuid(`{${id.toUpperCase()}}`)).toBe(id)
  expect(parseUuid(`${id}0`)).toBeUndefined()
  expect(parseUuid('')).toBeUndefined()
})
