/** The scenario table, over every family: no wrong match, no wrong non-match, review where it says so. */
import { expect, test } from 'vitest'
import { compared } from './identity.ts'
import { scenarios } from './scenarios.ts'

const outcomes = scenarios.flatMap(({ what, verdict, machines, pair }) =>
  machines.map((machine) => {
    const [before, after] = pair(machine)
    return {
      pair: `${machine.name}: ${what}`,
      verdict,
      found: compared(before, after).verdict,
      reversed: compared(after, before).verdict,
    }
  }),
)

test('the corpus has at least 300 pairs, and enough of each verdict', () => {
  const count = (verdict: string) => outcomes.filter((each) => each.verdict === verdict).length
  expect(outcomes.length).toBeGreaterThanOrEqual(300)
  expect(Math.min(count('match'), count('no-match'), count('review'))).toBeGreaterThanOrEqual(30)
  expect(new Set(outcomes.map(({ pair }) => pair)).size).toBe(outcomes.length)
})

test('every pair gets the verdict of the table', () => {
  expect(outcomes.filter(({ verdict, found }) => found !== verdict)).toEqual([])
})

test('which of the two was registered first makes no difference', () => {
  expect(outcomes.filter(({ found, reversed }) => found !== reversed)).toEqual([])
})
