/** Long output in pieces is the same text. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joined, jsonParts, lazily } from './pieces.ts'

const text = (pieces: Iterable<string>) => [...pieces].join('')

test('rows that are made as they are printed are the same JSON as an array of them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue()),
      fc.dictionary(fc.string(), fc.jsonValue()),
      (rows, rest) => {
        const lazy = lazily(rows, (row) => row)
        expect(text(jsonParts(lazy))).toBe(JSON.stringify(rows, undefined, 2))
        const whole = { ...rest, rows, end: 1 }
        expect(text(jsonParts({ ...rest, rows: lazy, end: 1 }))).toBe(
          JSON.stringify(whole, undefined, 2),
        )
        expect(text(jsonParts(whole))).toBe(JSON.stringify(whole, undefined, 2))
      },
    ),
  )
})

test('no piece holds all lines, and no line is lost', () => {
  const lines = Array.from({ length: 10_001 }, (_, n) => `${n}\n`)
  const pieces = [...joined(lines)]
  expect(pieces.join('')).toBe(lines.join(''))
  for (const piece of pieces) expect(piece.split('\n').length).toBeLessThanOrEqual(501)
})
