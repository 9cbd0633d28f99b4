/** Rows as text: a table for people, CSV (RFC 4180) and TSV for programs. */
import Table from 'cli-table3'
import { csvCell, guardedCell } from 'taxiway-autopilot'
import type { Column, Style } from './column.ts'
import { printable } from './exit.ts'

const noBorders = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid'].flatMap((side) => [
    [side, ''],
    [`${side}-mid`, ''],
    [`${side}-left`, ''],
    [`${side}-right`, ''],
  ]),
)

/** A table without lines, columns two blanks apart. */
export function tableText<Row extends object>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  paint: (style: Style, text: string) => string,
): string {
  const table = new Table({
    head: columns.map(({ title }) => paint('bold', title)),
    chars: { ...noBorders, middle: '  ', 'left-mid': '', 'mid-mid': '' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  })
  const cell = (row: Row, { key, style }: Column<Row>) => {
    const colour = style?.(row)
    return colour === undefined ? shown(row[key]) : paint(colour, shown(row[key]))
  }
  table.push(...rows.map((row) => columns.map((column) => cell(row, column))))
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
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

function shown(value: unknown): string {
  return value === null || value === undefined ? '' : printable(String(value))
}
