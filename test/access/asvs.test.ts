/** docs/asvs.md says something about every requirement, and everything that it points at is there. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const text = readFileSync(join(root, 'docs/asvs.md'), 'utf8')
const rows = [...text.matchAll(/^\| (\d+\.\d+\.\d+) \| ([12]) \| (\S+) \| (.*) \|$/gm)].map(
  ([, id = '', , state = '', said = '']) => ({ id, state, said }),
)

/** Requirements of levels 1 and 2 in each section of version 5.0.0; their numbers have no gaps. */
const sections = {
  '1': { 1: 2, 2: 9, 3: 11, 4: 3, 5: 2 },
  '2': { 1: 3, 2: 3, 3: 4, 4: 1 },
  '3': { 2: 2, 3: 4, 4: 6, 5: 5, 7: 2 },
  '4': { 1: 3, 2: 1, 3: 2, 4: 4 },
  '5': { 1: 1, 2: 3, 3: 2, 4: 3 },
  '6': { 1: 3, 2: 12, 3: 4, 4: 4, 5: 5, 6: 3, 8: 4 },
  '7': { 1: 3, 2: 4, 3: 2, 4: 5, 5: 2, 6: 2 },
  '8': { 1: 2, 2: 3, 3: 1, 4: 1 },
  '9': { 1: 3, 2: 4 },
  '10': { 1: 2, 2: 2, 3: 4, 4: 11, 5: 5, 6: 2, 7: 3 },
  '11': { 1: 2, 2: 3, 3: 3, 4: 4, 5: 1, 6: 1 },
  '12': { 1: 3, 2: 2, 3: 4 },
  '13': { 1: 1, 2: 5, 3: 2, 4: 5 },
  '14': { 1: 2, 2: 4, 3: 3 },
  '15': { 1: 3, 2: 3, 3: 7 },
  '16': { 1: 1, 2: 5, 3: 4, 4: 3, 5: 3 },
  '17': { 1: 1, 2: 4, 3: 2 },
}

test('every requirement has a row, and none has two', () => {
  const wanted = Object.entries(sections).flatMap(([chapter, counts]) =>
    Object.entries(counts).flatMap(([section, count]) =>
      Array.from({ length: count }, (_, i) => `${chapter}.${section}.${i + 1}`),
    ),
  )
  expect(wanted).toHaveLength(253)
  expect(rows.map(({ id }) => id).toSorted()).toEqual(wanted.toSorted())
})

test('the sums at the top are those of the rows', () => {
  const open = rows.filter(({ state }) => state === '**open**').length
  const count = (wanted: string) => rows.filter(({ state }) => state === wanted).length
  expect(text.replace(/\s+/g, ' ')).toContain(
    `**253 requirements**: ${count('test')} shown by a test, ${count('evidence')} by evidence, ` +
      `${count('n/a')} do not apply, **${open} ${open === 1 ? 'is' : 'are'} open**`,
  )
})

test('what is shown by a test names one, and every file named is there', () => {
  const paths = rows.map(({ id, state, said }) => ({
    id,
    state,
    paths: [...said.matchAll(/`((?:test|src|docs)\/[^`]+)`/g)].map(([, path = '']) => path),
  }))
  const isTest = (path: string) => /^test\/|\.test\.ts$/.test(path)
  expect(paths.filter((row) => row.state === 'test' && !row.paths.some(isTest))).toEqual([])
  expect(paths.flatMap((row) => row.paths).filter((path) => !existsSync(join(root, path)))).toEqual(
    [],
  )
})

test('docs/security.md names files that are there', () => {
  const security = readFileSync(join(root, 'docs/security.md'), 'utf8')
  const paths = [...security.matchAll(/`((?:test|src)\/[^`]+\.ts)`/g)].map(([, path = '']) => path)
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([])
})
