/** Tables can be spread over several nodes (docs/decisions/0003): the comments say how, the keys allow it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const migrations = readdirSync(join(root, 'migrations'))
  .toSorted()
  .map((name) => readFileSync(join(root, 'migrations', name), 'utf8'))
  .join('\n')
const schema = readFileSync(join(root, 'schema.sql'), 'utf8')

/** Table → its distribution column, or `reference`: what the comment before it says, last. */
const distributions = new Map(
  [
    ...migrations.matchAll(
      /((?:^--.*\n)+)(?:^\S.*;\n|^--.*\n)*?^create (?:unlogged )?table (\w+)/gm,
    ),
  ].map(([, comment = '', table = '']) => {
    const column = comment.match(/Distribution: (\w+)(?! reference)/)?.[1]
    return [table, /a reference table/i.test(comment) ? 'reference' : column] as const
  }),
)
const tables = [...schema.matchAll(/^create (?:unlogged )?table (\w+)/gm)].map(([, t = '']) => t)

/** [table, columns] of each primary key, unique constraint and unique index. */
const uniqueKeys: readonly string[][] = [
  ...[...schema.matchAll(/^create (?:unlogged )?table (\w+) \(\n([\s\S]*?)\n\)/gm)].flatMap(
    ([, table = '', body = '']) =>
      [...body.matchAll(/(?:PRIMARY KEY|UNIQUE) \(([^)]*)\)/g)].map(([, key = '']) => [table, key]),
  ),
  ...[
    ...schema.matchAll(/^CREATE UNIQUE INDEX \w+ ON public\.(\w+) USING btree \(([^)]*)\)/gm),
  ].map(([, table = '', key = '']) => [table, key]),
]

const spread = (table: string) => {
  const column = distributions.get(table)
  return column === 'reference' ? undefined : column
}

test('every table says how it is spread', () => {
  expect(tables.length).toBeGreaterThan(30)
  expect(tables.filter((table) => distributions.get(table) === undefined)).toEqual([])
})

describe('what is spread', () => {
  test('has its distribution column in every unique key', () => {
    const keys = uniqueKeys.filter(([table = '']) => spread(table) !== undefined)
    expect(keys.length).toBeGreaterThan(25)
    const without = keys.filter(
      ([table = '', key = '']) => !key.split(', ').includes(spread(table) ?? ''),
    )
    expect(without).toEqual([])
  })

  test('refers only to what is spread alike, or is on every node', () => {
    const bodies = schema.matchAll(/^create (?:unlogged )?table (\w+) \(\n([\s\S]*?)\n\)/gm)
    const without = [...bodies].flatMap(([, table = '', body = '']) =>
      [...body.matchAll(/REFERENCES (\w+)/g)].flatMap(([, other = '']) =>
        spread(other) === undefined || spread(other) === spread(table) ? [] : [[table, other]],
      ),
    )
    expect(without).toEqual([])
  })
})

test('the file that spreads them says the same as the comments, but for what stays in one place', () => {
  const file = readFileSync(join(root, 'deploy/distribute.sql'), 'utf8')
  const [, alone = ''] = file.match(/^-- On the coordinator alone: ([^.]*)\./m) ?? []
  const said = new Map([
    ...(alone.match(/\w+/g) ?? []).map((table) => [table, 'coordinator'] as const),
    ...[...file.matchAll(/create_reference_table\('(\w+)'\)/g)].map(
      ([, table = '']) => [table, 'reference'] as const,
    ),
    ...[...file.matchAll(/create_distributed_table\('(\w+)', '(\w+)'/g)].map(
      ([, table = '', column = '']) => [table, column] as const,
    ),
  ])
  expect(Object.fromEntries([...said].toSorted())).toEqual(
    Object.fromEntries(
      tables
        .map((table) => {
          const isAlone = said.get(table) === 'coordinator'
          return [table, isAlone ? 'coordinator' : distributions.get(table)] as const
        })
        .toSorted(),
    ),
  )
})
