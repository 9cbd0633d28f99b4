/** DeviceLinks: files with a column for them, such as `*.devicelink.csv` in the archives of diagnostics. */
import { readDeviceCsv } from 'taxiway-device-csv'
import { type CollectFault, faultOf, shown } from '../archive-fault.ts'

export type CollectedLink = {
  readonly serialNumber: string
  readonly deviceLink: string
  readonly line: number
  readonly source: string
}

const maxBytes = 8 << 20

export function linksIn(
  source: string,
  { head, bytes }: { readonly head: string; readonly bytes: Uint8Array },
): readonly CollectedLink[] {
  const [firstLine = ''] = head.split(/\r?\n/, 1)
  const isOfLinks = /\.devicelink\.csv$/i.test(source) || /device_?\s*link/i.test(firstLine)
  if (!isOfLinks || bytes.length > maxBytes) return []
  const { kind, rows } = readDeviceCsv(bytes, { fileName: source })
  if (kind !== 'devicelink') return []
  return rows.flatMap(({ serialNumber, deviceLink = '', line }) =>
    deviceLink === '' ? [] : [{ serialNumber, deviceLink, line, source: shown(source) }],
  )
}

export function linkPassedOver(source: string): CollectFault {
  return faultOf(
    'device-link',
    source,
    'It holds a DeviceLink, which is not a hardware hash. Associate the device: taxiway associate',
  )
}
