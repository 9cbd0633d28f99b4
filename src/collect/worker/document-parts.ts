/** Spreadsheets and Word documents are ZIP archives: the parts of them that are read, unpacked within the limits. */
import { readText } from 'taxiway-device-csv'
import { shown } from '../archive-fault.ts'
import type { EntryReader } from '../archives/entry-reader.ts'
import type { OpenArchive } from '../archives/open-archive.ts'
import { pageOfWord, plainName, wordPart } from '../archives/word-document.ts'
import { isWorkbookPart } from '../sheets/workbook.ts'

type Entries = ReturnType<OpenArchive['entries']>

/** The reader of spreadsheets gets only these, by name. `max`: bytes of a part. Undefined: a limit was reached. */
export async function workbookParts(
  entries: Entries,
  reader: EntryReader,
  { name, max }: { readonly name: string; readonly max: number },
): Promise<ReadonlyMap<string, Uint8Array> | undefined> {
  const parts = new Map<string, Uint8Array>()
  for await (const entry of entries) {
    const part = entry.name.replaceAll('\\', '/').replace(/^\//, '')
    if (!isWorkbookPart(part) || entry.isLink) continue
    const bytes = reader.read(entry, `${name}!${shown(part)}`, max)
    if (bytes === undefined) return undefined
    parts.set(part, bytes.slice())
  }
  return parts
}

/** The text of a Word document as a page. Undefined: it has none, or a limit was reached. */
export async function wordPage(
  entries: Entries,
  reader: EntryReader,
  name: string,
): Promise<Uint8Array | undefined> {
  for await (const entry of entries) {
    if (plainName(entry.name) !== wordPart || entry.isLink) continue
    const bytes = reader.read(entry, `${name}!${wordPart}`)
    return bytes && new TextEncoder().encode(pageOfWord(readText(bytes)))
  }
  return undefined
}
