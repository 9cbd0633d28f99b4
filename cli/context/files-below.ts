/** The files in a folder and in the folders below it. */
import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { unreadable } from './unreadable.ts'

/** A folder that may not be read is an error, since devices may be in it; one that has gone meanwhile is not. */
export async function filesBelow(folder: string): Promise<readonly Dirent[]> {
  return filesIn(folder, true)
}

async function filesIn(folder: string, isFirst: boolean): Promise<readonly Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOENT' && !isFirst) return []
    throw unreadable(folder, error)
  })
  const found: Dirent[] = []
  for (const entry of entries) {
    if (entry.isFile()) found.push(entry)
    else if (entry.isDirectory()) found.push(...(await filesIn(join(folder, entry.name), false)))
  }
  return found
}
