/**
 * The links between the names of PostgreSQL's libraries.
 *
 * npm packages cannot carry symbolic links, so the package lists them for an install script to make.
 * Taxiway makes them itself: install scripts are often switched off.
 */
import { readFile, stat, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

type Link = { readonly source: string; readonly target: string }

/** Makes the missing links that the package lists, in the package or in a copy. False when one cannot be made. */
export async function makeLibraryLinks(packageDir: string, into = packageDir): Promise<boolean> {
  const list = join(packageDir, 'native', 'pg-symlinks.json')
  const links = await readJson<readonly Link[]>(list).catch((): readonly Link[] => [])
  for (const { source, target } of links) {
    const path = join(into, target)
    if (await exists(path)) continue
    try {
      await symlink(relative(dirname(target), source), path)
    } catch (error) {
      if (!isExisting(error)) return false
    }
  }
  return true
}

export async function readJson<Content>(path: string): Promise<Content> {
  return JSON.parse(await readFile(path, 'utf8'))
}

export async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  )
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST'
}
