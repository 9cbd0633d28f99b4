/** Every row of what differs names the test that shows it, and there is such a test. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { root, textOf } from './documents.ts'

const text = textOf('docs/differences.md')
const rows = ['Only in strict', 'In both'].flatMap((title) => {
  const [, table = ''] = new RegExp(`## ${title}\\n([\\s\\S]*?)\\n## `).exec(text) ?? []
  return table
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (Behavior|Taxiway) /.test(line))
    .map((line) => ({ row: line.split(' | ')[0] ?? '', shownBy: line.split(' | ').at(-1) ?? '' }))
})

test('there are tables of what only strict does, and of what both do', () => {
  expect(rows.length).toBeGreaterThan(50)
})

test.each(rows)('$row', ({ shownBy }) => {
  const [, file = '', words = ''] = /^(test\/\S+\.test\.ts): (.+?) ?\|?$/.exec(shownBy) ?? []
  expect(words, `"${shownBy}" names no test`).not.toBe('')
  const titles = [...withParts(file).matchAll(/'[^'\n]*'|"[^"\n]*"/g)]
  expect(titles.some(([title]) => title.includes(words))).toBe(true)
})

/** The text of a test file and of those that it runs on its server: `import './part.ts'`. */
function withParts(file: string): string {
  const text = readFileSync(join(root, file), 'utf8')
  const parts = [...text.matchAll(/^import '\.\/(\S+)'$/gm)]
  return [text, ...parts.map(([, part = '']) => textOf(join(dirname(file), part)))].join('\n')
}
