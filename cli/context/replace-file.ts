/** Writes a file so that a reader finds the old content or the new, whenever this process dies. */
import { stat, writeFile } from 'node:fs/promises'
import { draftOf } from './draft.ts'

/** Replaces `path` by `content`, or by its pieces; the file is readable by its owner only unless `mode` says otherwise. */
export async function replaceFile(
  path: string,
  content: string | Uint8Array | Iterable<string>,
  mode = 0o600,
): Promise<void> {
  const draft = await draftOf(path)
  try {
    await writeFile(draft.path, content, { mode, flush: true })
    await draft.keep()
  } catch (error) {
    await draft.drop()
    throw error
  }
}

/** The same for a path that a person has named: a device such as `/dev/null`, or a pipe, is written to instead. */
export async function replaceNamed(
  path: string,
  content: string | Uint8Array,
  mode?: number,
): Promise<void> {
  const there = await stat(path).catch(() => undefined)
  if (there === undefined || there.isFile()) await replaceFile(path, content, mode)
  else await writeFile(path, content)
}
