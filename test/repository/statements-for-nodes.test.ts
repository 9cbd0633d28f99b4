/**
 * Statements that Citus 12.1 was seen to refuse, or to run otherwise than PostgreSQL: none of these kinds is in the sources for
 * tables that are spread over nodes. This is no proof that the others run there: a run on it is, which
 * `TAXIWAY_TEST_CITUS_WORKERS` gives, and which `test/storage/refused-on-nodes.test.ts` holds these kinds against.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { refusedKinds } from '../support/databases/refused-kinds.ts'
import { statementsIn } from '../support/databases/sql-in-sources.ts'
import { sourceFiles, textOf } from '../support/source-files.ts'

const distribution = readFileSync(join(import.meta.dirname, '../../deploy/distribute.sql'), 'utf8')
const spread = [...distribution.matchAll(/create_distributed_table\('(\w+)'/g)].map(
  ([, table = '']) => table,
)
const files = sourceFiles.filter((file) => /^src\/(storage|identity-provider)\//.test(file))
const kinds = refusedKinds(spread)

test('statements are found in the sources, with what they are put together of', () => {
  const all = files.flatMap((file) => statementsIn(textOf(file)))
  expect(
    all.filter((text) => /^\s*(select|insert|update|delete|with)\b/i.test(text)).length,
  ).toBeGreaterThan(400)
  expect(
    all.some((text) => /from approval where.*case when state in .*business_now\(\)/s.test(text)),
  ).toBe(true)
})

test.each(kinds)(
  '$name: each example is one, and what it is written as instead is none',
  ({ isOne, example, instead }) => {
    expect(isOne(example)).toBe(true)
    expect(isOne(instead)).toBe(false)
  },
)

test.each(kinds)('no statement of the sources is of the kind: $name', ({ isOne }) => {
  const found = files.flatMap((file) =>
    statementsIn(textOf(file))
      .filter(isOne)
      .map((text) => `${file}: ${text.replace(/\s+/g, ' ').slice(0, 200)}`),
  )
  expect(found).toEqual([])
})
