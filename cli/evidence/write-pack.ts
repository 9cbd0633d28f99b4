/** Writes a pack as a folder or as one ZIP file, readable by its owner alone: all of it or nothing. */
import { mkdir, rename, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { zipOf } from 'taxiway-device/zip'
import { draftOf } from '../context/draft.ts'
import { replaceNamed } from '../context/replace-file.ts'
import { refuses } from '../context/unwritable.ts'
import { CliError } from '../exit.ts'
import type { PackFile } from './pack.ts'

export async function writePack(
  path: string,
  files: readonly PackFile[],
  isForced: boolean,
): Promise<void> {
  const there = await stat(path).catch(() => undefined)
  if (there !== undefined && !isForced)
    throw new CliError(`${path} exists already.`, {
      hint: 'Name another one with --to, or add --force.',
    })
  if (/\.zip$/i.test(path)) await replaceNamed(path, zipOf(files), 0o600).catch(refuses(path))
  else await writeFolder(path, files, there !== undefined)
}

/** What is there already may be a disk of its own, so the files of the pack are written in it. */
async function writeFolder(
  path: string,
  files: readonly PackFile[],
  isThere: boolean,
): Promise<void> {
  const draft = await draftOf(isThere ? join(path, 'pack') : path)
  try {
    for (const { name, content } of files)
      await writeInto(draft.path, name, content).catch(refuses(join(path, name)))
    if (!isThere) return await draft.keep()
    for (const { name } of files) {
      const file = join(path, name)
      await mkdir(dirname(file), { recursive: true, mode: 0o700 }).catch(refuses(file))
      await rename(join(draft.path, name), file).catch(refuses(file))
    }
    await draft.drop()
  } catch (error) {
    await draft.drop()
    throw error
  }
}

async function writeInto(
  folder: string,
  name: string,
  content: PackFile['content'],
): Promise<void> {
  const file = join(folder, name)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, content, { mode: 0o600, flush: true })
}
