/** What somebody pasted or chose: a hash or a DeviceLink, bare or in the CSV file of a device. */
import { readDeviceCsv } from 'taxiway-device-csv'
import { decodeHardwareHash } from 'taxiway-hardware-hash'

export type HandedIn = { readonly hardwareHash: string } | { readonly deviceLink: string }

/** Undefined: neither. Of several devices the first, since a code is for one. */
export function handedInBy(content: string): HandedIn | undefined {
  const bare = content.replace(/\s/g, '')
  if (decodeHardwareHash(bare).ok) return { hardwareHash: bare }
  if (isLink(bare)) return { deviceLink: bare }
  const { rows } = readDeviceCsv(new TextEncoder().encode(content), { fileName: 'handed-in.csv' })
  for (const { hardwareHash, deviceLink = '' } of rows) {
    if (hardwareHash !== '') return { hardwareHash }
    if (deviceLink !== '') return { deviceLink }
  }
  return undefined
}

function isLink(text: string): boolean {
  try {
    return typeof JSON.parse(atob(text)) === 'object'
  } catch {
    return false
  }
}
