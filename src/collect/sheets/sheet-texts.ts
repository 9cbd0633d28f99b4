/** Sheets as text for the CSV reader: one line per row, so that its line numbers are those of the sheet. */
import { columnOfTitle, DeviceCsvReader, piecesOf, uprightTable } from 'taxiway-device-csv'
import { type CollectFault, faultOf, shown } from '../archive-fault.ts'
import type { Sheet } from './workbook.ts'

export type SheetText = { readonly name: string; readonly text: string }
export type SheetTexts = {
  readonly texts: readonly SheetText[]
  readonly faults: readonly CollectFault[]
}

/** Titles are among the first rows. */
const maxTitleRows = 100

/** The sheets that hold devices, `book` and sheet joined by `!`; what is in the others, and in doubtful cells, is said. */
export function sheetTexts(book: string, sheets: readonly Sheet[]): SheetTexts {
  const filled = sheets.filter(({ rows }) => rows.some((row) => row.length > 0)).map(upright)
  const texts = filled.map((sheet) => ({ sheet, ...textOf(sheet) }))
  const useful = texts.filter(({ text }) => isOfDevices(text))
  const kept = useful.length > 0 ? useful : texts
  const others = texts.filter((each) => !kept.includes(each))
  const hasTags = kept.some(({ sheet }) => titleOfTags(sheet) !== undefined)
  return {
    texts: kept.map(({ sheet, text }) => ({ name: `${book}!${sheet.name}`, text })),
    faults: [
      ...others.map(({ sheet }) => passedOver(`${book}!${sheet.name}`, sheet, hasTags)),
      ...kept.flatMap(({ sheet, broken }) => faultsOf(`${book}!${sheet.name}`, sheet, broken)),
    ],
  }
}

/** Tags on another sheet belong to devices all the same, and nobody knows to which, unless the devices have their own. */
function passedOver(source: string, sheet: Sheet, hasTags: boolean): CollectFault {
  const title = hasTags ? undefined : titleOfTags(sheet)
  return title === undefined
    ? faultOf('sheet-passed-over', source, 'This sheet lists no devices.')
    : faultOf(
        'columns-doubtful',
        source,
        `This sheet lists no devices, but it names group tags, which the devices do not get: ${shown(title)}.`,
      )
}

/** `Tag` alone is also the German word for a day. */
export function titleOfTags({ rows }: Sheet): string | undefined {
  const isTitle = (cell: string) => columnOfTitle(cell) === 'groupTag' && !/^\s*tag\s*$/i.test(cell)
  return rows.slice(0, maxTitleRows).flat().find(isTitle)
}

/** A property of the devices on each line; more lines than these no such table has. */
const maxProperties = 100

function upright(sheet: Sheet): Sheet {
  const rows = sheet.rows.length > maxProperties ? undefined : uprightTable(sheet.rows)
  return rows === undefined ? sheet : { ...sheet, rows }
}

/** Whether a table lists devices. */
export function isOfDevices(text: string): boolean {
  const reader = new DeviceCsvReader(() => undefined, { isMade: true })
  for (const piece of piecesOf(text)) {
    reader.push(piece)
    if (reader.kind !== 'unknown') return true
  }
  reader.end()
  return reader.kind !== 'unknown'
}

function textOf({ rows }: Sheet): { text: string; broken: readonly number[] } {
  const broken: number[] = []
  const lines = rows.map((row, at) =>
    row
      .map((value) => {
        const line = oneLine(value)
        if (line.isBroken) broken.push(at + 1)
        return `"${line.text.replaceAll('"', '""')}"`
      })
      .join(','),
  )
  return { text: lines.map((line) => `${line}\r\n`).join(''), broken: [...new Set(broken)] }
}

/** A hash wrapped in its cell is joined; any other line break inside a value becomes a space and is reported. */
function oneLine(value: string): { text: string; isBroken: boolean } {
  if (!/[\r\n\u0085\u2028\u2029]/.test(value)) return { text: value, isBroken: false }
  const parts = value.split(/[\r\n\u0085\u2028\u2029]+/).map((part) => part.trim())
  const words = parts.filter((part) => part !== '')
  if (words.join('').length > 300 && words.every((word) => /^[A-Za-z0-9+/=]+$/.test(word)))
    return { text: words.join(''), isBroken: false }
  return { text: words.join(' '), isBroken: words.length > 1 }
}

function faultsOf(
  source: string,
  { isHidden, hidden, withoutResult, linked, merged }: Sheet,
  broken: readonly number[],
): readonly CollectFault[] {
  const faults: CollectFault[] = []
  if (isHidden) faults.push(faultOf('sheet-hidden', source, 'The sheet is hidden but is read.'))
  if (hidden.rows.length > 0)
    faults.push(
      faultOf(
        'rows-hidden',
        source,
        `Hidden or filtered out but read: ${some('row', hidden.rows)}. Delete what is not meant.`,
      ),
    )
  if (hidden.columns.length > 0)
    faults.push(
      faultOf('columns-hidden', source, `Hidden but read: ${some('column', hidden.columns)}.`),
    )
  if (linked.length > 0)
    faults.push(
      faultOf(
        'cell-linked',
        source,
        `Taken from another file when the spreadsheet was last saved: ${some('cell', linked)}. Links are not followed, so the value may be outdated.`,
      ),
    )
  if (withoutResult.length > 0)
    faults.push(
      faultOf(
        'cell-without-result',
        source,
        `No result of the formula is stored in ${withoutResult.join(', ')}; formulas are not calculated. Open the file in a spreadsheet program and save it, or replace the formula by its value.`,
      ),
    )
  if (merged.length > 0)
    faults.push(
      faultOf(
        'cells-merged',
        source,
        `${merged.join(', ')} is merged over several rows, and only its first row has the value. Unmerge the cells and enter the value in every row that it is meant for.`,
      ),
    )
  if (broken.length > 0)
    faults.push(
      faultOf(
        'line-break-in-cell',
        source,
        `Values with a line break in ${some('row', broken)}: it is read as a space.`,
      ),
    )
  return faults
}

function some(noun: string, places: readonly (string | number)[]): string {
  const more = places.length > 10 ? ' and others' : ''
  return `${noun} ${places.slice(0, 10).join(', ')}${more}`
}
