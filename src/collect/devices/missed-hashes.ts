/** Hashes of a text that are of no device that was found in it: a text of two kinds is read as the one that it begins with. */
import { readText } from 'taxiway-device-csv'
import { faultOf } from '../archive-fault.ts'
import type { CsvDevices } from './csv-devices.ts'
import { spoiledHashesIn } from './loose-hashes.ts'
import { maxParsedBytes } from './named-texts.ts'
import { isWholeHash } from './whole-hash.ts'

const plain = /(?<![A-Za-z0-9+/])T0[EFGH][A-Za-z0-9+/]{3997}(?![A-Za-z0-9+/])/g

/** With a fault for those that nothing was said of. */
export function withMissed(source: string, bytes: Uint8Array, found: CsvDevices): CsvDevices {
  const { devices, faults } = found
  if (devices.length === 0 || bytes.length > maxParsedBytes) return found
  const known = new Set(devices.map(({ hardwareHash }) => hardwareHash))
  const text = readText(bytes)
  const whole = [...text.matchAll(plain)].map(({ 0: hash, index }) => ({ hash, index }))
  const missed = [...whole, ...spoiledHashesIn(text)]
    .filter(({ hash }) => !known.has(hash) && isWholeHash(hash))
    .sort((one, other) => one.index - other.index)
  const [first] = missed
  const said = faults.filter(({ code }) => code === 'row-left-out').length
  if (first === undefined || new Set(missed.map(({ hash }) => hash)).size <= said) return found
  const line = text.slice(0, first.index).split(/\r\n|\r|\n/).length
  const message = `The hardware hash in line ${line} is of no device that was recognized: the text is of several kinds. Put what follows the first of them into a file of its own.`
  return { devices, faults: [...faults, faultOf('row-left-out', source, message)] }
}
