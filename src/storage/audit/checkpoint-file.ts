/**
 * Checkpoints outside the database: appended to a file in the data folder, next to their public key. Each server of a
 * database keeps all of them, whichever server signed them.
 */
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Checkpoint } from '../../core/audit/audit-trail.ts'
import { checkpointLine, readTrailLine } from '../../core/audit/trail-file.ts'

export const checkpointFileName = 'audit-checkpoints.jsonl'
export const checkpointKeyName = 'audit-checkpoints.pem'

/** Longer than a server may take from reading the time of a checkpoint until others see it. Milliseconds. */
const overlap = 300_000

export type CheckpointFile = {
  readonly dataFolder: string
  /** PEM. */
  readonly publicKey: string
  /** All that were signed at that time or later, the oldest first; undefined = all. */
  readonly since: (time: Date | undefined) => Promise<readonly Checkpoint[]>
}

/** Each call of what it gives back appends what is not in the file yet. The file may be copied anywhere, and should be. */
export function checkpointKeeper({ dataFolder, publicKey, since }: CheckpointFile) {
  const file = join(dataFolder, checkpointFileName)
  let known: readonly Checkpoint[] | undefined

  return async (): Promise<void> => {
    known ??= recent(await readCheckpoints(file))
    const lines = new Set(known.map(checkpointLine))
    const newest = known.at(-1)
    const found = await since(newest && new Date(Date.parse(newest.at) - overlap))
    const missing = found.filter((each) => !lines.has(checkpointLine(each)))
    if (missing.length === 0) return
    await mkdir(dataFolder, { recursive: true })
    const key = join(dataFolder, checkpointKeyName)
    if ((await readFile(key, 'utf8').catch(() => '')) !== publicKey) await writeFile(key, publicKey)
    const text = missing.map((each) => `${checkpointLine(each)}\n`).join('')
    // A disk that was full may have cut off the last line.
    const before = (await readFile(file, 'utf8').catch(() => '')).at(-1) ?? '\n'
    await appendFile(file, before === '\n' ? text : `\n${text}`, { mode: 0o600, flush: true })
    known = recent([...known, ...missing])
  }
}

/** What may be found again, the oldest first. */
function recent(checkpoints: readonly Checkpoint[]): readonly Checkpoint[] {
  const sorted = checkpoints.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const newest = sorted.at(-1)
  if (newest === undefined) return []
  const from = Date.parse(newest.at) - overlap
  return sorted.filter(({ at }) => Date.parse(at) >= from)
}

/** A line that is not a checkpoint, such as one cut off by a full disk, is passed over: its checkpoint is appended again. */
async function readCheckpoints(file: string): Promise<readonly Checkpoint[]> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text.split('\n').flatMap((line) => {
    const read = readTrailLine(line)
    return read?.kind === 'checkpoint' ? [read.checkpoint] : []
  })
}
