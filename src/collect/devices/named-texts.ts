/** Devices in a text in which every value has a name: JSON, XML, lists, and tables with a cell on every line. */
import {
  ByteReader,
  LineReader,
  markupTable,
  oddTable,
  piecesOf,
  readText,
  ruledTable,
  tableOfCells,
  transposedTable,
  wikiTable,
} from 'taxiway-device-csv'
import type { CsvDevices } from './csv-devices.ts'
import { devicesInValues, readJsonDevices } from './json-devices.ts'
import { ListReader } from './list-devices.ts'
import { literalDevices } from './literal-devices.ts'
import type { NamedDevices } from './named-devices.ts'
import { isPage, textOfPage } from './page-lists.ts'
import { xmlDevices } from './xml-devices.ts'

/** Larger texts are not read as a whole. */
export const maxParsedBytes = 8 << 20

const nothing: CsvDevices = { devices: [], faults: [] }

const reported = (source: string, found: NamedDevices): CsvDevices => ({
  devices: found.rows,
  faults: found.faults(source),
})

export function jsonDevices(source: string, bytes: Uint8Array): CsvDevices {
  if (bytes.length > maxParsedBytes) return nothing
  try {
    return reported(source, readJsonDevices(readText(bytes)))
  } catch {
    return nothing
  }
}

/** XML in which every value has a name: as an element, or in an attribute, as PowerShell writes objects. */
export function namedDevices(source: string, bytes: Uint8Array): CsvDevices {
  if (bytes.length > maxParsedBytes) return nothing
  const text = readText(bytes)
  const named = reported(source, xmlDevices(text))
  if (!isPage(text)) return named
  const listed = listDevices(source, new TextEncoder().encode(textOfPage(text)))
  const isBetter = listed.devices.length >= named.devices.length && filled(listed) >= filled(named)
  return isBetter && listed.devices.length > 0 ? listed : named
}

/** How many values of its devices are known beside the hashes. */
const filled = ({ devices }: CsvDevices): number =>
  devices.reduce(
    (sum, { serialNumber, groupTag, assignedUser }) =>
      sum + [serialNumber, groupTag, assignedUser].filter((value) => value !== '').length,
    0,
  )

/** In the text of a program, such as a script or a dump of a database. */
export function programDevices(source: string, bytes: Uint8Array): CsvDevices {
  const text = bytes.length > maxParsedBytes ? '' : readText(bytes)
  return literalDevices(source, text) ?? nothing
}

export function cellDevices(source: string, bytes: Uint8Array): CsvDevices {
  const text = bytes.length > maxParsedBytes ? '' : readText(bytes)
  const lines = text.split(/\r\n|\r|\n/)
  const table =
    ruledTable(lines) ??
    tableOfCells(lines) ??
    wikiTable(lines) ??
    markupTable(lines) ??
    transposedTable(lines) ??
    oddTable(lines)
  return table === undefined ? nothing : reported(source, devicesInValues([table]))
}

export function listDevices(source: string, bytes: Uint8Array): CsvDevices {
  const bytesToText = new ByteReader()
  const lines = new LineReader()
  const list = new ListReader()
  for (const piece of [...piecesOf(bytes), undefined]) {
    const text = piece === undefined ? bytesToText.end() : bytesToText.push(piece)
    for (const line of lines.push(text)) list.line(line.text, line.number)
  }
  for (const line of lines.end()) list.line(line.text, line.number)
  return reported(source, list.end())
}
