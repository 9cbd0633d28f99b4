/** Nothing is lost unsaid and nothing goes to another device: 2,000 hostile files; `npm run fuzz` tries 200,000. */
import { expect, test } from 'vitest'
import { holdLaws } from './laws.ts'

const files = 2_000
const seed = process.env['TAXIWAY_TEST_SEED'] ?? '20261120'

test(`${files} hostile files keep the two laws`, () => {
  const broken: string[] = []
  for (let n = 0; n < files && broken.length < 5; n++) {
    try {
      holdLaws(`${seed}/${n}`)
    } catch (error) {
      broken.push(`${seed}/${n}: ${(error as Error).message}`)
    }
  }
  expect(broken).toEqual([])
})

/** Files that broke a law once. */
test.each([
  '20261129/8137',
  '20261129/10320',
  '20261129/10570',
  '20261130/9575',
  '20261129a/41531',
  // A tag that begins with a title, beside a value that is one.
  '20261129/147427',
  '7/42610',
  // A later header whose titles the rows contradict, and a row that only another row keeps in its columns.
  '20261129/192824',
  '7/26892',
  '7/52571',
])('%s', (once) => {
  expect(() => holdLaws(once)).not.toThrow()
})
