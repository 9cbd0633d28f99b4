/**
 * The cluster: PostgreSQL's data directory, made whole or not at all.
 *
 * initdb works in a temporary folder, which gets its final name only once it is complete, so that a
 * kill or a full disk midway leaves only a folder that the next start removes.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { chown, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  errorFromFileSystem,
  errorFromOutput,
  LocalPostgresError,
  useAnotherDatabase,
} from './errors.ts'
import type { Paths } from './paths.ts'
import { type Programs, runProgram } from './programs.ts'

/** PostgreSQL's administrator; Taxiway itself signs in as an ordinary role. */
export const superuser = 'postgres'

const secretFile = 'taxiway.secret'
const unfinished = 'cluster.new-'

/** Makes the cluster if there is none; true if it did. */
export async function ensureCluster(paths: Paths, programs: Programs): Promise<boolean> {
  const found = await majorVersionOf(paths.cluster)
  const { major } = programs.binaries
  if (found === major) return false
  if (found !== undefined) throw otherMajorVersion(paths.cluster, found, major)
  try {
    await removeUnfinished(paths.home)
    await createCluster(paths, programs)
  } catch (error) {
    await removeUnfinished(paths.home)
    throw errorFromFileSystem(`The local database could not be created in ${paths.home}`, error)
  }
  return true
}

/** The role's password, derived from the secret in the cluster, whose files only its account can read. */
export async function passwordOf(cluster: string, role: string): Promise<string> {
  const secret = await readFile(join(cluster, secretFile), 'utf8').catch((cause) => {
    throw new LocalPostgresError(
      'folder-not-usable',
      `The file ${join(cluster, secretFile)} cannot be read; without it nobody can sign in to the local database. Restore it from a backup, and start Taxiway as the account that owns it.`,
      { cause },
    )
  })
  return derive(secret, role)
}

/** Undefined when there is no cluster. */
async function majorVersionOf(cluster: string): Promise<string | undefined> {
  try {
    return (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw errorFromFileSystem(`The local database in ${cluster} cannot be read`, error)
  }
}

async function createCluster(paths: Paths, programs: Programs): Promise<void> {
  const name = `${unfinished}${randomBytes(4).toString('hex')}`
  const folder = join(paths.home, name)
  const secret = randomBytes(32).toString('base64url')
  await mkdir(folder, { mode: 0o700 })
  await writeFile(join(folder, 'password'), derive(secret, superuser), { mode: 0o600 })
  await giveTo(programs, folder, join(folder, 'password'))

  const seen = `${programs.home}/${name}`
  const { code, output } = await runProgram(programs, initdb(`${seen}/cluster`, `${seen}/password`))
  if (code !== 0) {
    // initdb's own failures exit with 1; anything else means that it could not be run at all.
    throw errorFromOutput(
      code === 1 ? 'did-not-start' : 'binaries-do-not-start',
      `The local database could not be created in ${paths.home}`,
      output,
    )
  }
  const secretPath = join(folder, 'cluster', secretFile)
  await writeFile(secretPath, secret, { mode: 0o600, flush: true })
  await giveTo(programs, secretPath)
  await rename(join(folder, 'cluster'), paths.cluster)
  await flushFolder(paths.home)
  await rm(folder, { recursive: true, force: true })
}

function initdb(cluster: string, passwordFile: string): [string, ...string[]] {
  return [
    'initdb',
    `--pgdata=${cluster}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    // The passwords are 256 random bits: stretching them would only slow down every connection.
    '--set=scram_iterations=1',
    '--data-checksums',
    '--encoding=UTF8',
    // The same collation on every machine, whatever its operating system provides.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ]
}

async function giveTo({ account }: Programs, ...paths: readonly string[]): Promise<void> {
  if (account === undefined) return
  for (const path of paths) await chown(path, account.uid, account.gid)
}

async function removeUnfinished(home: string): Promise<void> {
  // An initdb whose Taxiway was killed may still be writing there; it ends without its folder.
  const withRetries = { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }
  for (const name of await readdir(home)) {
    if (name.startsWith(unfinished)) await rm(join(home, name), withRetries)
  }
}

/** Makes the rename survive a power cut. Windows cannot flush folders and does not need to. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  await folder.sync().finally(() => folder.close())
}

function derive(secret: string, role: string): string {
  return createHmac('sha256', secret).update(role).digest('base64url')
}

function otherMajorVersion(cluster: string, found: string, major: string): LocalPostgresError {
  return new LocalPostgresError(
    'other-major-version',
    `${cluster} was written by PostgreSQL ${found}, and this Taxiway ships PostgreSQL ${major}; neither reads the other's files. Run "taxiway backup" with the Taxiway that wrote them, move the folder away, and run "taxiway restore" with this one. ${useAnotherDatabase}`,
  )
}
