/** Rows as text: a table for people, CSV (RFC 4180) and TSV for programs. */
import { createRequire } from 'node:module'
import { csvCell, guardedCell } from 'taxiway-autopilot'
import { printable } from '../exit.ts'
import type { Column, Style } from './column.ts'
import type { Rows } from './pieces.ts'

/**
 * A table without borders, columns two blanks apart; each row is one line, and the work grows with the rows, which are
 * looked at twice.
 */
export function* tableLines<Row extends object>(
  rows: Rows<Row>,
  columns: readonly Column<Row>[],
  paint: (style: Style, text: string) => string,
): Generator<string> {
  const head = columns.map(({ title }) => title)
  const widths = head.map((title) => widthOf(title))
  const cellsOf = (row: Row) => columns.map(({ key }) => shown(row[key]))
  for (const row of rows)
    for (const [at, cell] of cellsOf(row).entries())
      widths[at] = Math.max(widths[at] ?? 0, widthOf(cell))
  const line = (cells: readonly string[], painted: (text: string, at: number) => string) =>
    cells
      .map((text, at) => painted(text, at) + ' '.repeat((widths[at] ?? 0) - widthOf(text)))
      .join('  ')
      .trimEnd()
  const coloured = (row: Row) => (text: string, at: number) => {
    const style = columns[at]?.style?.(row)
    return style === undefined ? text : paint(style, text)
  }
  yield `${line(head, (text) => paint('bold', text))}\n`
  for (const row of rows) yield `${line(cellsOf(row), coloured(row))}\n`
}

/** Signs of one column each, of which nearly all text is: to measure others costs a copy of their rules for each text. */
const narrow = /^[ -~\u00a1-\u00ac\u00ae-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u2192]*$/

function widthOf(text: string): number {
  return narrow.test(text) ? text.length : stringWidth()(text)
}

type StringWidth = typeof import('string-width')

const require = createRequire(import.meta.url)

/** Only now: its rules for all signs take each command that might print a table a tenth of its start. */
function stringWidth(): StringWidth['default'] {
  const { default: width }: StringWidth = require('string-width')
  return width
}

/** Safe to open in a spreadsheet program, unless `raw`. */
export function csvLines<Row extends object>(
  rows: Rows<Row>,
  columns: readonly Column<Row>[],
  raw = false,
): Generator<string> {
  const cell = (value: unknown) => csvCell(raw ? textOf(value) : guarded(value))
  return delimited({ rows, columns, cell }, (cells) => `${cells.join(',')}\r\n`)
}

export function csvText<Row extends object>(
  rows: Rows<Row>,
  columns: readonly Column<Row>[],
  raw = false,
): string {
  return [...csvLines(rows, columns, raw)].join('')
}

/** Tabs and line ends inside a value become blanks: TSV has no way to quote them. */
export function tsvLines<Row extends object>(
  rows: Rows<Row>,
  columns: readonly Column<Row>[],
): Generator<string> {
  const cell = (value: unknown) => guarded(value).replace(/[\t\r\n]+/g, ' ')
  return delimited({ rows, columns, cell }, (cells) => `${cells.join('\t')}\n`)
}

type Cells<Row> = {
  readonly rows: Rows<Row>
  readonly columns: readonly Column<Row>[]
  readonly cell: (value: unknown) => string
}

const textOf = (value: unknown): string => String(value ?? '')

/** Numbers are meant to be numbers. */
const guarded = (value: unknown): string =>
  typeof value === 'string' ? guardedCell(value) : textOf(value)

/** Machines match on stable names, so the header is the keys and not the titles. */
function* delimited<Row extends object>(
  { rows, columns, cell }: Cells<Row>,
  line: (cells: readonly string[]) => string,
): Generator<string> {
  yield line(columns.map(({ key }) => key))
  for (const row of rows) yield line(columns.map(({ key }) => cell(row[key])))
}

/** On one line: what follows a line end would stand below other columns. */
function shown(value: unknown): string {
  if (value === null || value === undefined) return ''
  return printable(String(value)).replace(/[\t\r\n]+/g, ' ')
}
