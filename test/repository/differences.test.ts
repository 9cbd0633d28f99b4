/** Every row of what only strict does names the test that shows it, and there is such a test. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root, textOf } from './documents.ts'

const [, table = ''] =
  /## Only in strict\n([\s\S]*?)\n## /.exec(textOf('docs/differences.md')) ?? []
const rows = table
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| Behaviour'))
  .map((line) => ({ row: line.split(' | ')[0] ?? '', shownBy: line.split(' | ').at(-1) ?? '' }))

test('there is a table of what only strict does', () => {
  expect(rows.length).toBeGreaterThan(15)
})

test.each(rows)('$row', ({ shownBy }) => {
  const [, file = '', words = ''] = /^(test\/\S+\.test\.ts): (.+?) ?\|?$/.exec(shownBy) ?? []
  expect(words, `"${shownBy}" names no test`).not.toBe('')
  const titles = [...readFileSync(join(root, file), 'utf8').matchAll(/'[^'\n]*'|"[^"\n]*"/g)]
  expect(titles.some(([title]) => title.includes(words))).toBe(true)
})
