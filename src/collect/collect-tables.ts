/** Turns one file in memory into tables of devices as text, to be checked before they are imported. */
import type { Collected } from 'taxiway-autopilot/admin'
import { columnsFor, type DeviceRow, writeDeviceCsv } from 'taxiway-device-csv'
import { stopsImport } from './archive-fault.ts'
import { type CollectedLink, collect } from './collect.ts'

export async function collectTables(name: string, bytes: Uint8Array): Promise<Collected> {
  const rows: DeviceRow[] = []
  const tables: { name: string; text: string }[] = []
  const links: CollectedLink[] = []
  const faults: Collected['faults'][number][] = []
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield bytes
  }
  await collect(
    { name, size: bytes.length, open: whole },
    {
      onDevice: ({ source: _, ...row }) => rows.push(row),
      onLink: (link) => links.push(link),
      onSheet: (sheet) => tables.push(sheet),
      onFault: (fault) => {
        const { source, severity, code, message } = fault
        faults.push({ source, severity, code, message, isDoubt: stopsImport(fault) })
      },
    },
  )
  if (rows.length > 0) tables.unshift({ name, text: textOf(rows) })
  if (links.length > 0) tables.push({ name: `${name}.devicelink.csv`, text: textOfLinks(links) })
  return { tables, faults }
}

function textOfLinks(links: readonly CollectedLink[]): string {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  const lines = links.map(({ serialNumber, deviceLink }) => [serialNumber, deviceLink].map(quoted))
  return ['Serial Number,DeviceLink', ...lines.map((each) => each.join(','))].join('\r\n')
}

function textOf(rows: readonly DeviceRow[]): string {
  const columns = columnsFor(rows)
  const bytes = writeDeviceCsv(rows, { columns, encoding: 'utf-8', quote: true })
  return new TextDecoder().decode(bytes)
}
