/** A page or an XML file whose table lists devices. */
import { type Encoding, readText } from 'taxiway-device-csv'
import { type CollectFault, shown } from '../archive-fault.ts'
import { inUtf8 } from '../declared-encoding.ts'
import { tagBesideTables } from '../devices/page-lists.ts'
import { isOfDevices, sheetTexts, titleOfTags } from './sheet-texts.ts'
import { readWorkbook, type WorkbookReading } from './workbook.ts'

export type TableOfDevices = {
  readonly reading: WorkbookReading
  /** What the text beside the table says and nobody uses. */
  readonly fault?: Pick<CollectFault, 'code' | 'message'>
}

/** Undefined: no table in it lists devices. */
export async function tableOfDevices(
  bytes: Uint8Array,
  source: string,
  encoding?: Encoding,
): Promise<TableOfDevices | undefined> {
  const page = readText(inUtf8(bytes, { encoding, isPart: true }))
  const reading = await readWorkbook(page)
  if (!reading.ok) return undefined
  if (!sheetTexts(source, reading.sheets).texts.some(({ text }) => isOfDevices(text)))
    return undefined
  const sentence = reading.sheets.some(titleOfTags) ? undefined : tagBesideTables(page)
  if (sentence === undefined) return { reading }
  const message = `The text beside the table names a group tag, which the devices do not get: ${shown(sentence)}`
  return { reading, fault: { code: 'text-not-used', message } }
}
