/** The files that the words of an import stand for. */
import { glob, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isReadable } from '../../../src/collect/archives/wanted-entries.ts'
import { knownLogName } from '../../../src/collect/first-boot/known-events.ts'
import { filesBelow } from '../../context/files-below.ts'
import { CliError } from '../../exit.ts'

/** Receipts of earlier imports lie beside the files and are none. */
const own = /\.receipt\.json$/i

/** Each file once; a pattern stands for the files that fit, a folder for those below it. */
export async function expand(names: readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  for (const name of names) found.push(...(await filesOf(name)))
  return [...new Map(found.map((name) => [resolve(name), name])).values()]
}

async function filesOf(name: string): Promise<readonly string[]> {
  const info = await stat(name).catch(() => undefined)
  if (info?.isDirectory() === true) return inFolder(name)
  if (info !== undefined || !/[*?]/.test(name)) return [name]
  const matches = (await Array.fromAsync(glob(name))).toSorted()
  if (matches.length > 0) return matches
  throw new CliError(`No file matches ${name}.`, { hint: 'Check the pattern.' })
}

async function inFolder(folder: string): Promise<readonly string[]> {
  const files = (await filesBelow(folder))
    .filter(({ name }) => isReadable(name) && !own.test(name) && !knownLogName.test(name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
  if (files.length > 0) return files
  throw new CliError(`The folder ${folder} contains no file that can be imported.`, {
    hint: 'Name a folder with CSV files, spreadsheets, archives or reports.',
  })
}
