/**
 * Rows that are printed as they come, in every format, without being kept: a CSV of devices can be
 * of any size. A table needs all rows to find its widths, so here a person gets one line per row.
 */

import type { Column } from '../terminal/column.ts'
import type { Output } from '../terminal/output.ts'
import { csvText, tsvText } from '../terminal/table.ts'

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
  const asText = output.format === 'csv' ? csvText : tsvText
  const header = asText([], columns)
  process.stdout.write(header)
  return {
    write: (row) => process.stdout.write(asText([row], columns).slice(header.length)),
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
