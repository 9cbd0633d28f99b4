/** Writes a file so that a reader finds the old text or the new, whenever this process dies. */
import { randomUUID } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'

/** Replaces `path` by `text`, or by its pieces; the file is readable by its owner only unless `mode` says otherwise. */
export async function replaceFile(
  path: string,
  text: string | Iterable<string>,
  mode = 0o600,
): Promise<void> {
  const draft = `${path}.${randomUUID().slice(0, 8)}.tmp`
  try {
    await writeFile(draft, text, { mode, flush: true })
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}
