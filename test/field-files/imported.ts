/** What an import of one file would send, or why it stops. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readFiles } from '../../cli/import/files/read-files.ts'
import { short } from './collected.ts'

/** The rows in short, and everything that is said beside them. */
export async function imported(content: Uint8Array | string, name = 'x.txt') {
  const folder = mkdtempSync(join(tmpdir(), 'taxiway-imported-'))
  try {
    const path = join(folder, name)
    writeFileSync(path, content)
    const files = await readFiles([path])
    return {
      rows: files.flatMap((file) => file.rows.map(short)),
      said: files.flatMap(({ remarks }) => remarks.map((remark) => remark.replaceAll(path, name))),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
