/** Checkpoints outside the database: appended to a file in the data folder, next to their public key. */
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Checkpoint } from '../../core/audit/audit-trail.ts'
import { checkpointLine } from '../../core/audit/trail-file.ts'

export const checkpointFileName = 'audit-checkpoints.jsonl'
export const checkpointKeyName = 'audit-checkpoints.pem'

/** `publicKey` is PEM; the file may be copied anywhere, and should be. */
export async function keepCheckpoints(
  dataFolder: string,
  publicKey: string,
  checkpoints: readonly Checkpoint[],
): Promise<void> {
  if (checkpoints.length === 0) return
  await mkdir(dataFolder, { recursive: true })
  const key = join(dataFolder, checkpointKeyName)
  if ((await readFile(key, 'utf8').catch(() => '')) !== publicKey) await writeFile(key, publicKey)
  const lines = checkpoints.map((each) => `${checkpointLine(each)}\n`).join('')
  await appendFile(join(dataFolder, checkpointFileName), lines, { mode: 0o600, flush: true })
}
