/**
 * The sheets of a spreadsheet file (xlsx, xlsm, xlsb, xls, ods, and XML or HTML named like one), as values.
 *
 * Runs in the supervised thread. Nothing is calculated, no link is followed, no macro is read: the value of a formula
 * is the result that the spreadsheet program stored. Of a packed file the reader gets only parts that were unpacked
 * within the limits, never the file itself.
 */
import type { CellObject, WorkBook, WorkSheet } from '@e965/xlsx'
import {
  isLinked,
  isUncalculated,
  lettersOf,
  place,
  type SheetLibrary,
  valuesOf,
} from './cell-values.ts'
import { hiddenParts } from './hidden-parts.ts'
import { cellsClaimed } from './repeated-cells.ts'

/** Loaded with the first spreadsheet. */
const library = (): Promise<SheetLibrary> => import('@e965/xlsx')

export type Sheet = {
  readonly name: string
  readonly isHidden: boolean
  /** Non-empty ones only: row numbers and column letters, as spreadsheet programs show them. */
  readonly hidden: { readonly rows: readonly string[]; readonly columns: readonly string[] }
  /** By row of the sheet. */
  readonly rows: readonly (readonly string[])[]
  /** Cells such as B7 whose formula has no stored result. */
  readonly withoutResult: readonly string[]
  /** Cells whose stored result comes from another file or the network. */
  readonly linked: readonly string[]
  /** Ranges such as D2:D5 that are merged over several rows and have a value. */
  readonly merged: readonly string[]
}

export type WorkbookReading =
  | { readonly ok: true; readonly sheets: readonly Sheet[] }
  | { readonly ok: false; readonly isEncrypted: boolean; readonly message: string }

const partNames = /\.(?:xml|bin|rels)$|(?:^|\/)mimetype$/i
/** Parts not needed for values: links, macros, pictures. */
const otherParts =
  /(?:^|\/)(?:drawings|media|charts|externalLinks|embeddings|vba\w*|printerSettings|customXml|comments\w*|threadedComments|persons|theme|pivot\w*|queryTables|connections|activeX|ctrlProps|Thumbnails|Pictures|Basic|Configurations2)(?:\/|\d*\.)/i
const maxListed = 20
/** A sheet of 100,000 devices with all columns has fewer. */
const maxCells = 2_000_000

/** Whether an entry of a packed workbook is unpacked. */
export const isWorkbookPart = (name: string): boolean =>
  partNames.test(name) && !otherParts.test(name)

/** The parts by name, in the order of unpacking. */
export async function readParts(parts: ReadonlyMap<string, Uint8Array>): Promise<WorkbookReading> {
  const content = parts.get('content.xml')
  if (content !== undefined && cellsClaimed(content) > maxCells)
    return { ok: false, isEncrypted: false, message: 'It repeats more cells than a list can have.' }
  const { CFB } = await library()
  const container = CFB.utils.cfb_new()
  for (const [name, content] of parts) CFB.utils.cfb_add(container, `/${name}`, content)
  const reading = await readWorkbook(
    CFB.write(container, { type: 'buffer', fileType: 'zip' }) as Uint8Array,
  )
  return content === undefined ? reading : withHidden(reading, new TextDecoder().decode(content))
}

/** With what the reader leaves out of an OpenDocument spreadsheet. */
function withHidden(reading: WorkbookReading, content: string): WorkbookReading {
  if (!reading.ok) return reading
  const parts = hiddenParts(content)
  const sheets = reading.sheets.map((sheet, at) => {
    const { isHidden = false, rows = [], columns = [] } = parts[at] ?? {}
    const isFilled = (column: number) => sheet.rows.some((row) => (row[column] ?? '') !== '')
    return {
      ...sheet,
      isHidden: sheet.isHidden || isHidden,
      hidden: {
        rows: [...rows].filter((r) => (sheet.rows[r] ?? []).length > 0).map((r) => String(r + 1)),
        columns: [...columns].filter(isFilled).map(lettersOf),
      },
    }
  })
  return { ok: true, sheets }
}

/** A single-part file: xls, or the text of an XML or HTML table. */
export async function readWorkbook(content: Uint8Array | string): Promise<WorkbookReading> {
  const xlsx = await library()
  const isText = typeof content === 'string'
  try {
    const book = xlsx.read(content, {
      type: isText ? 'string' : 'array',
      dense: true,
      cellNF: true,
      cellFormula: true,
      // Without them, hidden rows and columns are not known.
      cellStyles: true,
      cellHTML: false,
      // In a web page, digits are not marked as a number.
      raw: isText,
    })
    const sheets = book.SheetNames.map((_, at) => sheetOf(book, at, xlsx))
    const isOpenDocument = isText && content.includes('opendocument')
    return isOpenDocument ? withHidden({ ok: true, sheets }, content) : { ok: true, sheets }
  } catch (error) {
    if (error instanceof RangeError) throw error
    return { ok: false, isEncrypted: !isText && isProtected(content), message: plain(error) }
  }
}

/** By the name of the stream that holds a password-protected file. */
const isProtected = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('EncryptedPackage', 'utf16le')

function plain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof TypeError) return 'It is damaged.'
  if (/Workbook stream|Unsupported ZIP|Could not find workbook/i.test(message))
    return 'It contains no workbook; save the attachment of the mail or document, and use that.'
  return message
}

type Cells = readonly (readonly (CellObject | undefined)[] | undefined)[]

function sheetOf(
  { Sheets, SheetNames, Workbook }: WorkBook,
  at: number,
  xlsx: SheetLibrary,
): Sheet {
  const name = SheetNames[at] ?? ''
  const sheet = Sheets[name] ?? {}
  const cells = ((sheet as { '!data'?: Cells })['!data'] ?? []) as Cells
  const rows: string[][] = []
  const withoutResult: string[] = []
  const linked: string[] = []
  cells.forEach((row, r) => {
    while (rows.length < r) rows.push([])
    rows[r] = valuesOf(row ?? [], xlsx)
    row?.forEach((cell, c) => {
      if (isUncalculated(cell)) withoutResult.push(place(r, c))
      else if (isLinked(cell)) linked.push(place(r, c))
    })
  })
  return {
    name,
    isHidden: (Workbook?.Sheets?.[at]?.Hidden ?? 0) !== 0,
    hidden: hiddenIn(sheet, rows),
    rows,
    withoutResult: withoutResult.slice(0, maxListed),
    linked: linked.slice(0, maxListed),
    merged: mergedIn(sheet, rows),
  }
}

function hiddenIn(sheet: WorkSheet, rows: readonly (readonly string[])[]): Sheet['hidden'] {
  const isHidden = (of: { hidden?: boolean } | undefined): boolean => of?.hidden === true
  const hiddenRows = (sheet['!rows'] ?? []).flatMap((row, r) =>
    isHidden(row) && (rows[r] ?? []).length > 0 ? [String(r + 1)] : [],
  )
  const columns = (sheet['!cols'] ?? []).flatMap((column, c) =>
    isHidden(column) && rows.some((row) => (row[c] ?? '') !== '') ? [lettersOf(c)] : [],
  )
  return { rows: hiddenRows, columns }
}

function mergedIn(sheet: WorkSheet, rows: readonly (readonly string[])[]): string[] {
  return (sheet['!merges'] ?? [])
    .filter(({ s, e }) => e.r > s.r && (rows[s.r]?.[s.c] ?? '') !== '')
    .slice(0, maxListed)
    .map(({ s, e }) => `${place(s.r, s.c)}:${place(e.r, e.c)}`)
}
