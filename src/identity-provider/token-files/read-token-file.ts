/** A token file of any kind, recognized by how it begins, so that nobody has to name it. */
import { securIdRefusal } from '../core/factors/codes/token-seed.ts'
import { readEntraCsv } from './entra-csv.ts'
import { type FileReading, refuseFile } from './file-reading.ts'
import { readPskc } from './pskc.ts'
import type { FileSecrets } from './pskc-decrypt.ts'

/** Characters; ten thousand encrypted keys have some 15 million. */
const maxLength = 16 * 1024 * 1024

/** Never throws for what a file says. */
export async function readTokenFile(text: string, secrets: FileSecrets = {}): Promise<FileReading> {
  if (text.length > maxLength) return refuseFile('too-large', 'The file is larger than 16 MiB.')
  const start = text
    .replace(/^\uFEFF/, '')
    .trimStart()
    .slice(0, 200)
  if (start.startsWith('<')) return await readPskc(text.replace(/^\uFEFF/, ''), secrets)
  if (/SecurID|TKNBatch/i.test(start)) return refuseFile('securid', securIdRefusal)
  if (start.includes(',')) return readEntraCsv(text)
  return refuseFile(
    'unknown-format',
    'The file is neither a CSV as Microsoft Entra takes it nor a PSKC document.',
  )
}
