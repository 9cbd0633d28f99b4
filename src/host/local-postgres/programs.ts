/**
 * Runs PostgreSQL's programs as the right account, with a clean environment and paths they can reach.
 *
 * Root's data folder often lies below a folder that no other account can enter (`/root`). There the programs get
 * an open handle to the home folder and reach everything through it, so that no permission has to be widened
 * and the data stays where the user wanted it.
 */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { type Account, canEnter } from './account.ts'
import type { Binaries } from './binaries.ts'
import { LocalPostgresError, useAnotherDatabase } from './errors.ts'
import type { Paths } from './paths.ts'

export type Programs = {
  readonly binaries: Binaries
  readonly account: Account | undefined
  /** The home folder's path as the programs see it. */
  readonly home: string
  /** Keeps the home folder open for programs that cannot reach it by its path. */
  readonly handle: FileHandle | undefined
}

export async function openPrograms(
  binaries: Binaries,
  account: Account | undefined,
  { home }: Paths,
): Promise<Programs> {
  if (await canEnter(home, account)) return { binaries, account, home, handle: undefined }
  if (process.platform !== 'linux') {
    throw new LocalPostgresError(
      'folder-not-usable',
      `Taxiway runs as root, PostgreSQL may not, and its account (uid ${account?.uid}) cannot enter ${home}. Choose a TAXIWAY_DATA_DIR that other accounts can enter, or start Taxiway as an ordinary user. ${useAnotherDatabase}`,
    )
  }
  return { binaries, account, home: '/proc/self/fd/3', handle: await open(home, 'r') }
}

export type Output = number | 'pipe'

/** Starts `bin/<name>`; its output goes to `output`. Ctrl-C does not reach it: we stop it ourselves, in order. */
export function startProgram(
  programs: Programs,
  [name, ...args]: readonly [string, ...string[]],
  {
    output,
    env = {},
  }: { readonly output: Output; readonly env?: Readonly<Record<string, string>> },
): Promise<ChildProcess> {
  const { account, handle, binaries } = programs
  const inherited = handle === undefined ? [] : [handle.fd]
  const options: SpawnOptions = {
    ...account,
    cwd: process.platform === 'win32' ? binaries.folder : '/',
    // The user's PGDATA, PGPORT and language must not reach it; messages are matched in English.
    env: { ...neededEnvironment(), LC_ALL: 'C', TZ: 'UTC', ...env },
    detached: true,
    stdio: ['ignore', output, output, ...inherited],
    windowsHide: true,
  }
  return new Promise((resolve, reject) => {
    try {
      const child = spawn(join(binaries.folder, 'bin', name), args, options)
      child.once('spawn', () => resolve(child))
      child.on('error', (error) => reject(cannotStart(programs, error)))
    } catch (error) {
      reject(cannotStart(programs, error))
    }
  })
}

/** Runs a program to its end; the code is -1 when a signal ended it. */
export async function runProgram(
  programs: Programs,
  command: readonly [string, ...string[]],
): Promise<{ readonly code: number; readonly output: string }> {
  const child = await startProgram(programs, command, { output: 'pipe' })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  return await new Promise((resolve) => {
    child.once('close', (code) => resolve({ code: code ?? -1, output }))
  })
}

function neededEnvironment(): Record<string, string> {
  if (process.platform !== 'win32') return { PATH: '/usr/bin:/bin' }
  const names = ['SystemRoot', 'PATH', 'TEMP', 'TMP', 'USERNAME', 'APPDATA']
  // Windows programs cannot load their libraries without these.
  // biome-ignore lint/style/noProcessEnv: passed on to a child, not read as configuration
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? '']))
}

function cannotStart({ binaries, account }: Programs, error: unknown): LocalPostgresError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (account !== undefined && (code === 'EPERM' || code === 'EINVAL')) {
    return new LocalPostgresError(
      'cannot-drop-root',
      `PostgreSQL may not run as root, and this machine does not let Taxiway start it as uid ${account.uid}. Start Taxiway as an ordinary user. ${useAnotherDatabase}`,
      { cause: error },
    )
  }
  return new LocalPostgresError(
    'binaries-do-not-start',
    `The PostgreSQL ${binaries.version} in ${binaries.folder} cannot be started on this machine (${error instanceof Error ? error.message : error}). It is made for ${process.platform}-${process.arch} with glibc. ${useAnotherDatabase}`,
    { cause: error },
  )
}
