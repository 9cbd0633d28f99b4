/** DeviceLinks in files that were dropped: CSV files and ZIP archives here, what only the server reads there. */
import { readDeviceCsv } from 'taxiway-device-csv'
import { collectFile } from '../../api/collect.ts'
import type { NamedFile } from '../import/dropped-files.ts'
import { unpack } from '../import/unpack.ts'

/** Each once. */
export async function linksIn(files: readonly NamedFile[]): Promise<readonly string[]> {
  const links = new Set<string>()
  for (const { name, file } of files) {
    const unpacked = unpack(name, new Uint8Array(await file.arrayBuffer()))
    const texts =
      unpacked.kind === 'files'
        ? unpacked.files
        : (await collectFile({ name, file })).tables.map((table) => ({
            name: table.name,
            bytes: new TextEncoder().encode(table.text),
          }))
    for (const { name: fileName, bytes } of texts)
      for (const { deviceLink = '' } of readDeviceCsv(bytes, { fileName }).rows)
        if (deviceLink !== '') links.add(deviceLink)
  }
  return [...links]
}
