import { expect, test } from 'vitest'
import { newRecoveryCodes } from './recovery-codes.ts'

test('ten codes of 120 random bits are made, none like another', () => {
  const codes = Array.from({ length: 100 }, newRecoveryCodes).flat()
  expect(new Set(codes).size).toBe(1000)
  for (const code of codes)
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/)
})

test('every letter of the alphabet comes up about as often', () => {
  const letters = Array.from({ length: 200 }, newRecoveryCodes).flat().join('').replaceAll('-', '')
  const counts = Map.groupBy(letters, (letter) => letter)
  expect(counts.size).toBe(32)
  // 48,000 letters: 1,500 of each, with a deviation of some 38.
  for (const found of counts.values()) {
    expect(found.length).toBeGreaterThan(1_200)
    expect(found.length).toBeLessThan(1_800)
  }
})
