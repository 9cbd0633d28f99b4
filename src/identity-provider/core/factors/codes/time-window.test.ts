import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { appSettings, codeAt } from './one-time-code.ts'
import { type CodeClock, findPair, findStep, learntDrift, maxLearntDrift } from './time-window.ts'

const secret = Buffer.from('12345678901234567890')
const clock: CodeClock = { ...appSettings, drift: 0, lastUsedStep: 0 }
const step = 50_000_000
const now = new Date(step * 30_000 + 12_345)
const code = (at: number) => codeAt(secret, clock, at)

describe('the window', () => {
  test.each([-1, 0, 1])('accepts the code of step %i from now', (offset) => {
    const found = findStep(secret, clock, { code: code(step + offset), now, window: 1 })
    expect(found).toEqual({ step: step + offset, drift: offset })
  })
  test.each([-3, -2, 2, 3])('does not accept the code of step %i from now', (offset) => {
    const asked = { code: code(step + offset), now, window: 1 } as const
    expect(findStep(secret, clock, asked)).toBeUndefined()
  })
  test.each([-1, 1])('is the current step alone when strict, not %i', (offset) => {
    const asked = { code: code(step + offset), now, window: 0 } as const
    expect(findStep(secret, clock, asked)).toBeUndefined()
    expect(findStep(secret, clock, { ...asked, code: code(step) })?.step).toBe(step)
  })
  test('moves with the drift', () => {
    const ahead = { ...clock, drift: 7 }
    const asked = { code: code(step + 8), now, window: 1 } as const
    expect(findStep(secret, ahead, asked)).toEqual({ step: step + 8, drift: 8 })
    expect(findStep(secret, ahead, { ...asked, code: code(step) })).toBeUndefined()
  })
})

test('the drift never changes by more than one, and single sign-ins never take it beyond the limit', () => {
  const steps = fc.array(fc.constantFrom(-1, 0, 1), { maxLength: 60 })
  fc.assert(
    fc.property(steps, (seen) => {
      let drift = 0
      for (const each of seen) {
        const next = learntDrift(drift, each)
        expect(Math.abs(next - drift)).toBeLessThanOrEqual(1)
        expect(Math.abs(next)).toBeLessThanOrEqual(maxLearntDrift)
        drift = next
      }
    }),
  )
})

test('a drift beyond the limit, which only resynchronising gives, goes back but not further', () => {
  expect(learntDrift(15, 1)).toBe(15)
  expect(learntDrift(15, -1)).toBe(14)
  expect(learntDrift(-20, -1)).toBe(-20)
  expect(learntDrift(-20, 1)).toBe(-19)
})

describe('resynchronising', () => {
  test('finds any offset within reach from two codes that follow each other', () => {
    fc.assert(
      fc.property(fc.integer({ min: -19, max: 20 }), (offset) => {
        const codes = [code(step + offset - 1), code(step + offset)] as const
        expect(findPair(secret, clock, { codes, now })).toEqual({
          step: step + offset,
          drift: offset,
        })
      }),
    )
  })
  test.each([-20, 21, 60])('does not reach step %i', (offset) => {
    const codes = [code(step + offset - 1), code(step + offset)] as const
    expect(findPair(secret, clock, { codes, now })).toBeUndefined()
  })
  test('needs them in their order and without a gap', () => {
    for (const [first, second] of [
      [1, 0],
      [0, 2],
      [0, 0],
    ] as const) {
      const codes = [code(step + first), code(step + second)] as const
      expect(findPair(secret, clock, { codes, now })).toBeUndefined()
    }
  })
})
