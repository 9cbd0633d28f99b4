/** Files out of ZIP archives and workbooks, with limits on what they may become. */
import { unzipSync } from 'fflate'
import { isSheetPart, isWorkbook, sheetsOf } from './spreadsheet.ts'

const mib = 1024 * 1024
export const maxFile = 256 * mib
const maxArchive = 16 * mib
const maxUnpacked = 64 * mib
const maxEntries = 1_000

type NamedBytes = {
  readonly name: string
  readonly bytes: Uint8Array
  /** The workbook of which it is a sheet. */
  readonly book?: string
}

export type Unpacked =
  | { readonly kind: 'files'; readonly files: readonly NamedBytes[] }
  | { readonly kind: 'too-big' | 'needs-server' }

/** Cabinets, event logs, and the old form of Office files. */
const othersBegin = ['MSCF', 'ElfFile', '\u00d0\u00cf\u0011\u00e0']
const zipBegins = 'PK\u0003\u0004'

export function unpack(name: string, bytes: Uint8Array): Unpacked {
  if (bytes.length > maxFile) return { kind: 'too-big' }
  if (othersBegin.some((text) => begins(bytes, text)) || /\.etl$/i.test(name))
    return { kind: 'needs-server' }
  if (!begins(bytes, zipBegins)) return { kind: 'files', files: [{ name, bytes }] }
  if (bytes.length > maxArchive) return { kind: 'too-big' }
  try {
    const files = unzipped(name, bytes, { entries: 0, size: 0 })
    return files.length === 0 ? { kind: 'needs-server' } : { kind: 'files', files }
  } catch {
    return { kind: 'too-big' }
  }
}

type Spent = { entries: number; size: number }

function unzipped(name: string, bytes: Uint8Array, spent: Spent): readonly NamedBytes[] {
  const paths = pathsIn(bytes)
  const isWanted = isWorkbook(paths)
    ? isSheetPart
    : (path: string) => /\.(csv|txt|tsv|xlsx|xlsm)$/i.test(path)
  const found = unzipSync(bytes, {
    filter(entry) {
      if (!isWanted(entry.name)) return false
      spent.entries++
      spent.size += entry.originalSize
      if (spent.entries > maxEntries || spent.size > maxUnpacked) throw new Error('too big')
      return true
    },
  })
  if (isWorkbook(paths)) return sheetFiles(name, found)
  return Object.entries(found).flatMap(([path, content]) => {
    const inner = `${name}/${path}`
    const isBook = begins(content, zipBegins) && isWorkbook(pathsIn(content))
    return isBook ? unzipped(inner, content, spent) : [{ name: inner, bytes: content }]
  })
}

/** Asks for nothing, and so unpacks nothing. */
function pathsIn(bytes: Uint8Array): readonly string[] {
  const paths: string[] = []
  unzipSync(bytes, {
    filter({ name }) {
      if (paths.push(name) > 100 * maxEntries) throw new Error('too big')
      return false
    },
  })
  return paths
}

function sheetFiles(name: string, parts: Record<string, Uint8Array>): readonly NamedBytes[] {
  const sheets = sheetsOf(parts).filter(({ text }) => text !== '')
  return sheets.map((sheet) => ({
    name: sheets.length === 1 ? name : `${name}!${sheet.name}`,
    bytes: new TextEncoder().encode(sheet.text),
    book: name,
  }))
}

function begins(bytes: Uint8Array, text: string): boolean {
  return Array.from(text).every((character, i) => bytes[i] === character.charCodeAt(0))
}
