/** JSON that ends in the middle, as of a download that broke off: other readers find devices in it all the same. */
import { faultOf } from '../archive-fault.ts'
import type { CsvDevices } from './csv-devices.ts'

const quoted = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"/g

/** With a fault where brackets or quotation marks of `text` are still open at its end. */
export function withCut(source: string, text: string, found: CsvDevices): CsvDevices {
  if (found.devices.length === 0 || !isCut(text)) return found
  const message =
    'The JSON ends in the middle: devices may be missing, and the last one may lack its tag or user. Export it again.'
  return { ...found, faults: [...found.faults, faultOf('damaged', source, message)] }
}

function isCut(text: string): boolean {
  const outside = text.replaceAll(quoted, '')
  const opened = outside.match(/[{[]/g)?.length ?? 0
  const closed = outside.match(/[}\]]/g)?.length ?? 0
  return outside.includes('"') || opened > closed
}
