/** What an import of one file would send, or why it stops. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Encoding } from 'taxiway-device-csv'
import { readFiles } from '../../cli/import/files/read-files.ts'
import { short } from './collected.ts'

/** The rows in short, and everything that is said beside them. */
export async function imported(content: Uint8Array | string, name = 'x.txt', encoding?: Encoding) {
  const folder = mkdtempSync(join(tmpdir(), 'taxiway-imported-'))
  try {
    const path = join(folder, name)
    writeFileSync(path, content)
    const files = await readFiles([path], {
      accepted: new Set(),
      replaced: new Set(),
      encoding,
    })
    return {
      rows: files.flatMap((file) => file.rows.map(short)),
      said: files.flatMap(({ remarks }) => remarks.map((remark) => remark.replaceAll(path, name))),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
