/** Rows as text, for people and for programs. */
import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { csvText, tableLines, tsvLines } from './table.ts'

const columns = [
  { key: 'name', title: 'Name' },
  { key: 'count', title: 'Count' },
] as const
const plain = (_style: unknown, text: string) => text
const text = (lines: Iterable<string>) => [...lines].join('')

test('a table is aligned and has no lines and no blanks at line ends', () => {
  const rows = [
    { name: 'a', count: 1 },
    { name: 'longer', count: null },
  ]
  expect(text(tableLines(rows, columns, plain))).toBe('Name    Count\na       1\nlonger\n')
})

test('a value of several lines stays in its row, and a wide character takes its two columns', () => {
  const rows = [
    { name: 'a\nb', count: 1 },
    { name: '\u6771\u4eac', count: 2 },
  ]
  expect(text(tableLines(rows, columns, plain))).toBe('Name  Count\na b   1\n\u6771\u4eac  2\n')
})

test('columns stand below each other, whatever sign is in them', () => {
  for (let code = 0x20; code < 0x3_100; code++) {
    const name = String.fromCharCode(code, code)
    const [, line = ''] = text(tableLines([{ name, count: 1 }], columns, plain)).split('\n')
    expect(stringWidth(line), code.toString(16)).toBe('Name  1'.length)
  }
})

test('many rows are laid out with work that grows with them', () => {
  let asked = 0
  const counting = [{ key: 'name', title: 'Name', style: () => void asked++ }] as const
  const rows = Array.from({ length: 20_000 }, (_, n) => ({ name: `row ${n}` }))
  expect(text(tableLines(rows, counting, plain)).split('\n')).toHaveLength(20_002)
  expect(asked).toBe(20_000)
})

test('what came from a file cannot send commands to the terminal', () => {
  const rows = [{ name: '\u001b[2J\u001b]0;title\u0007x\u0000', count: 1 }]
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  expect(text(tableLines(rows, columns, plain))).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/)
})

test('CSV names the keys, quotes what needs it and prints nothing for null', () => {
  const rows = [{ name: 'say "a", b', count: null }]
  expect(csvText(rows, columns)).toBe('name,count\r\n"say ""a"", b",\r\n')
})

test('a TSV row is one line with one tab per column, whatever the values are', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ name: fc.string(), count: fc.string() })), (rows) => {
      const lines = text(tsvLines(rows, columns)).split('\n')
      expect(lines).toHaveLength(rows.length + 2)
      for (const line of lines.slice(0, -1)) expect(line.split('\t')).toHaveLength(2)
    }),
  )
})
