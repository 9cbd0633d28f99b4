/**
 * Copies of PostgreSQL's programs, for accounts that cannot use them where npm installed them.
 *
 * A copy is named after the version and appears whole or not at all, so it is made once and can be shared.
 */
import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { chmod, cp, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { type Account, canEnter } from './account.ts'
import { errorFromFileSystem, LocalPostgresError, useAnotherDatabase } from './errors.ts'
import { exists, makeLibraryLinks } from './library-links.ts'

const prefix = 'programs-'

export type CopyNeed = {
  readonly account: Account | undefined
  /** Folders that may hold a copy, in order of preference. */
  readonly copyTo: readonly string[]
}

/** The folder of a copy with `bin`, `lib` and `share`; made if there is none yet. */
export async function copyOnce(
  packageDir: string,
  version: string,
  need: CopyNeed,
): Promise<string> {
  const parent = await firstReachable(need)
  const finished = join(parent, `${prefix}${version}`)
  if (await exists(finished)) return join(finished, 'native')
  const unfinished = `${finished}.${randomBytes(4).toString('hex')}`
  try {
    await cp(join(packageDir, 'native'), join(unfinished, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
      filter: isNeeded,
    })
    await openToAll(unfinished)
    await makeLibraryLinks(packageDir, unfinished)
    await rename(unfinished, finished)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    if (!(await exists(finished))) {
      throw errorFromFileSystem(`PostgreSQL's programs could not be copied to ${parent}`, error)
    }
  }
  return join(finished, 'native')
}

/** Removes the copies of other versions beside the data. Call it only when no server runs from them. */
export async function removeOldCopies(home: string, programsFolder: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (!name.startsWith(prefix) || programsFolder.startsWith(join(home, name))) continue
    await rm(join(home, name), { recursive: true, force: true })
  }
}

/** Where root keeps a copy when the data folder itself is closed to the server's account. */
export function systemCopyFolders(): readonly string[] {
  return process.getuid?.() === 0 ? ['/var/cache/taxiway', join(tmpdir(), 'taxiway-programs')] : []
}

async function firstReachable({ copyTo, account }: CopyNeed): Promise<string> {
  for (const folder of copyTo) {
    if (
      (await makeFolder(folder)) &&
      (await isOursAlone(folder)) &&
      (await canEnter(folder, account))
    ) {
      return folder
    }
  }
  throw new LocalPostgresError(
    'folder-not-usable',
    `The account that runs PostgreSQL (uid ${account?.uid ?? process.getuid?.()}) can read its programs neither where npm put them nor in ${copyTo.join(' or ')}. Make one of these folders readable for it, or start Taxiway as an ordinary user. ${useAnotherDatabase}`,
  )
}

async function makeFolder(folder: string): Promise<boolean> {
  try {
    if ((await mkdir(folder, { recursive: true })) !== undefined) await chmod(folder, 0o755)
    return true
  } catch {
    return false
  }
}

/** Programs are run only from folders where no other user could have put them. */
async function isOursAlone(folder: string): Promise<boolean> {
  const found = await lstat(folder)
  return (
    found.isDirectory() && found.uid === (process.getuid?.() ?? 0) && (found.mode & 0o022) === 0
  )
}

/** Files that are only needed to compile against PostgreSQL are not copied. */
function isNeeded(source: string): boolean {
  return !source.endsWith('.a') && !['pgxs', 'pkgconfig', 'include'].includes(basename(source))
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o755)
  }
}
