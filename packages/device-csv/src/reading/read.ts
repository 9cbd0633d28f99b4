/** The two ways to read a device CSV: whole, or as a stream in constant memory. */

import type { FileFacts, ReadOptions } from '../file-facts.ts'
import { type Finding, ShortList } from '../findings/finding.ts'
import type { DeviceRow } from '../row.ts'
import { ByteReader } from '../text/encoding.ts'
import type { Encoding } from '../text/encoding-name.ts'
import { piecesOf } from '../text/pieces.ts'
import { DeviceCsvReader } from './reader.ts'
import type { RowReading } from './row-mapper.ts'

export type DeviceCsv = FileFacts & {
  readonly rows: readonly DeviceRow[]
  /** What is wrong with the file's form, by line, at most ten thousand; `checkDeviceCsv` also checks the values. */
  readonly findings: readonly Finding[]
}

/** Reads a whole file. Never throws: problems are reported as findings. */
export function readDeviceCsv(input: Uint8Array | string, options: ReadOptions = {}): DeviceCsv {
  const list = new ShortList<Finding>()
  const reader = new DeviceCsvReader((finding) => list.add(finding), options)
  const rows: DeviceRow[] = []
  const keep = ({ row, isDevice }: RowReading): void => {
    if (isDevice) rows.push(row)
  }
  for (const piece of piecesOf(input)) for (const reading of reader.push(piece)) keep(reading)
  for (const reading of reader.end()) keep(reading)
  if (
    rows.length === 0 &&
    !list.items.some(({ code }) => code === 'not-text' || code === 'not-csv')
  ) {
    list.add(reader.make('no-rows', { line: 0, column: null }))
  }
  return { ...reader.facts, rows, findings: list.items.toSorted((a, b) => a.line - b.line) }
}

/** Rows of a file of any size, as they arrive; the generator returns the facts about the whole file. */
export async function* streamDeviceCsv(
  source: AsyncIterable<Uint8Array | string>,
  options: ReadOptions & { readonly onFinding?: (finding: Finding) => void } = {},
): AsyncGenerator<DeviceRow, FileFacts, undefined> {
  const reader = new DeviceCsvReader(options.onFinding ?? (() => undefined), options)
  for await (const chunk of source) {
    for (const { row, isDevice } of reader.push(chunk)) if (isDevice) yield row
  }
  for (const { row, isDevice } of reader.end()) if (isDevice) yield row
  return reader.facts
}

/** The text of a file in any encoding; '' when it is not text. `named`: what a person says that it is in. */
export function readText(input: Uint8Array, named?: Encoding): string {
  const bytes = new ByteReader(named)
  return bytes.push(input) + bytes.end()
}
