/**
 * What a command prints: data to standard output, messages to standard error.
 *
 * A command states its data once, as rows; the person chooses table, JSON, CSV or TSV. So a script
 * that reads standard output never gets a sentence, and `--quiet` suppresses messages but never data.
 */
import { styleText } from 'node:util'
import type { Command } from 'commander'
import { printable } from '../exit.ts'
import type { Column, Style } from './column.ts'
import { joined, jsonParts, type Rows } from './pieces.ts'
import { csvLines, tableLines, tsvLines } from './table.ts'

type Format = 'table' | 'json' | 'csv' | 'tsv'
export type Output = {
  readonly format: Format
  readonly quiet: boolean
  /** Whether a person reads the data as it comes. */
  readonly isTerminal: boolean
  /** Rows in the chosen format; JSON prints the row objects whole, the others only `columns`. */
  rows<Row extends object>(rows: Rows<Row>, columns: readonly Column<Row>[]): void
  /** One value as JSON, whatever the format; it may have `Rows` among its members. */
  json(value: unknown): void
  /** One line of data that has no other format. */
  line(text: string): void
  /** A message; suppressed with `--quiet`. */
  say(text: string): void
  /** An important message; never suppressed. */
  warn(text: string): void
  /** Colours `text` where standard output shows colours. */
  paint(style: Style, text: string): string
}

/** "1 row", "2 rows": for every noun here that takes an s. */
export function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`
}

const isEmpty = (rows: Rows<unknown>): boolean => rows[Symbol.iterator]().next().done === true

type GlobalOptions = { json?: boolean; output?: Format; quiet?: boolean; color?: boolean }

/** The output that the options of this run ask for. */
export function outputOf(command: Command): Output {
  const options = command.optsWithGlobals<GlobalOptions>()
  const format = options.json === true ? 'json' : (options.output ?? 'table')
  const quiet = options.quiet === true
  const inColour = options.color !== false
  const write = (text: string) => process.stdout.write(`${text}\n`)
  const talk = (text: string) => process.stderr.write(`${printable(text)}\n`)
  const paint = (style: Style, text: string) =>
    inColour ? styleText(style, text, { stream: process.stdout }) : text
  const all = (lines: Iterable<string>) => {
    for (const piece of joined(lines)) process.stdout.write(piece)
  }
  const json = (value: unknown) => {
    all(jsonParts(value))
    write('')
  }

  return {
    format,
    quiet,
    isTerminal: process.stdout.isTTY === true,
    json,
    rows: (rows, columns) => {
      if (format === 'json') json(rows)
      else if (format === 'csv') all(csvLines(rows, columns))
      else if (format === 'tsv') all(tsvLines(rows, columns))
      else if (!isEmpty(rows)) all(tableLines(rows, columns, paint))
    },
    line: write,
    say: (text) => quiet || talk(text),
    warn: talk,
    paint,
  }
}
