/** Writes a pack as a folder or as one ZIP file, readable by its owner alone. */
import { mkdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { zipOf } from 'taxiway-device/zip'
import { refuses } from '../context/unwritable.ts'
import { CliError } from '../exit.ts'
import type { PackFile } from './pack.ts'

export async function writePack(
  path: string,
  files: readonly PackFile[],
  isForced: boolean,
): Promise<void> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  )
  if (isThere && !isForced)
    throw new CliError(`${path} exists already.`, {
      hint: 'Name another one with --to, or add --force.',
    })
  if (/\.zip$/i.test(path))
    await writeFile(path, zipOf(files), { mode: 0o600 }).catch(refuses(path))
  else for (const file of files) await writeInto(path, file)
}

async function writeInto(folder: string, { name, content }: PackFile): Promise<void> {
  const file = join(folder, name)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 }).catch(refuses(file))
  await writeFile(file, content, { mode: 0o600 }).catch(refuses(file))
}
