/** Rows as text: a table for people, CSV (RFC 4180) and TSV for programs. */
import stringWidth from 'string-width'
import { csvCell, guardedCell } from 'taxiway-autopilot'
import { printable } from '../exit.ts'
import type { Column, Style } from './column.ts'

/** A table without lines, columns two blanks apart; each row is one line, and the work grows with the rows. */
export function tableText<Row extends object>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  paint: (style: Style, text: string) => string,
): string {
  const head = columns.map(({ title }) => title)
  const body = rows.map((row) => columns.map(({ key }) => shown(row[key])))
  const widths = columns.map((_, at) =>
    [head, ...body].reduce((widest, cells) => Math.max(widest, stringWidth(cells[at] ?? '')), 0),
  )
  const line = (cells: readonly string[], painted: (text: string, at: number) => string) =>
    cells
      .map((text, at) => painted(text, at) + ' '.repeat((widths[at] ?? 0) - stringWidth(text)))
      .join('  ')
      .trimEnd()
  const coloured = (row: Row | undefined) => (text: string, at: number) => {
    const style = row && columns[at]?.style?.(row)
    return style === undefined ? text : paint(style, text)
  }
  return [
    line(head, (text) => paint('bold', text)),
    ...body.map((cells, n) => line(cells, coloured(rows[n]))),
  ].join('\n')
}

/** Safe to open in a spreadsheet program, unless `raw`. */
export function csvText<Row extends object>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  raw = false,
): string {
  const cell = (value: unknown) => csvCell(raw ? textOf(value) : guarded(value))
  return delimited({ rows, columns, cell }, (cells) => `${cells.join(',')}\r\n`)
}

/** Tabs and line ends inside a value become blanks: TSV has no way to quote them. */
export function tsvText<Row extends object>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
): string {
  const cell = (value: unknown) => guarded(value).replace(/[\t\r\n]+/g, ' ')
  return delimited({ rows, columns, cell }, (cells) => `${cells.join('\t')}\n`)
}

type Cells<Row> = {
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly cell: (value: unknown) => string
}

const textOf = (value: unknown): string => String(value ?? '')

/** Numbers are meant to be numbers. */
const guarded = (value: unknown): string =>
  typeof value === 'string' ? guardedCell(value) : textOf(value)

/** Machines match on stable names, so the header is the keys and not the titles. */
function delimited<Row extends object>(
  { rows, columns, cell }: Cells<Row>,
  line: (cells: readonly string[]) => string,
): string {
  const body = rows.map((row) => line(columns.map(({ key }) => cell(row[key]))))
  return [line(columns.map(({ key }) => key)), ...body].join('')
}

/** On one line: what follows a line end would stand below other columns. */
function shown(value: unknown): string {
  if (value === null || value === undefined) return ''
  return printable(String(value)).replace(/[\t\r\n]+/g, ' ')
}
