/**
 * Rows that are printed as they come, in every format, without being kept: a CSV of devices can be
 * of any size. A table needs all rows to find its widths, so here a person gets one line per row.
 */

import type { Column } from '../terminal/column.ts'
import type { Output } from '../terminal/output.ts'
import { csvLines, tsvLines } from '../terminal/table.ts'

export type RowStream<Row> = {
  write(row: Row): void
  /** Must be called once, also when there was no row. */
  end(): void
}

/** `line` is what a person reads of a row; the other formats print `columns`, JSON the whole row. */
export function rowStream<Row extends object>(
  output: Output,
  columns: readonly Column<Row>[],
  line: (row: Row) => string,
): RowStream<Row> {
  if (output.format === 'json') return jsonStream(output)
  if (output.format === 'table')
    return { write: (row) => output.line(line(row)), end: () => undefined }
  const linesOf = output.format === 'csv' ? csvLines : tsvLines
  process.stdout.write([...linesOf([], columns)].join(''))
  return {
    write: (row) => process.stdout.write([...linesOf([row], columns)].slice(1).join('')),
    end: () => undefined,
  }
}

function jsonStream<Row extends object>(output: Output): RowStream<Row> {
  let before = '['
  return {
    write: (row) => {
      output.line(before + JSON.stringify(row))
      before = ','
    },
    end: () => output.line(before === '[' ? '[]' : ']'),
  }
}
