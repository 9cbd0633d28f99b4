/** The devices of a file for a command that does more than import them: all of them are certain, or it stops before it begins. */
import type { DeviceRow, Encoding } from 'taxiway-device-csv'
import { deviceRowOf } from './import-row.ts'
import { readFiles } from './read-files.ts'

export async function soundRows(
  path: string,
  encoding: Encoding | undefined,
): Promise<readonly DeviceRow[]> {
  const how = { accepted: new Set<string>(), replaced: new Set<never>(), encoding, isFinal: true }
  const files = await readFiles([path], how)
  return files.flatMap(({ rows }) => rows.map(deviceRowOf))
}
