/**
 * One command at a time for a file that two may not use at once.
 *
 * A lock file beside it names its owner, who touches it every few seconds. It is taken from its owner only
 * when that process is gone: killed, or of another machine (a shared home folder) and silent for long. A
 * process that is merely slow or stopped keeps it, however long that takes; the others give up waiting.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isRunning, startOfMachine } from '../context/running.ts'
import { CliError, exitCodes } from '../exit.ts'

export type LockPace = {
  /** How often the owner touches the lock. */
  readonly beatMs: number
  /** How long an owner that cannot be asked may stay silent. */
  readonly silentMs: number
  /** How long to wait for one's turn. */
  readonly waitMs: number
}

const usualPace: LockPace = { beatMs: 5_000, silentMs: 60_000, waitMs: 60_000 }

type Owner = { readonly id: string; readonly pid: number; readonly host: string }

/** Does `work` while no other command does such work for `path`. */
export async function alone<T>(
  path: string,
  work: () => Promise<T>,
  pace: LockPace = usualPace,
): Promise<T> {
  const lock = `${path}.lock`
  const owner: Owner = { id: randomUUID(), pid: process.pid, host: hostname() }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await waitForTurn(lock, owner, pace)
  const beat = setInterval(() => void touch(lock), pace.beatMs).unref()
  try {
    const result = await work()
    if ((await ownerOf(lock))?.id !== owner.id) throw lost(lock)
    return result
  } finally {
    clearInterval(beat)
    if ((await ownerOf(lock))?.id === owner.id) await rm(lock, { force: true })
  }
}

async function waitForTurn(lock: string, owner: Owner, pace: LockPace): Promise<void> {
  const until = performance.now() + pace.waitMs
  while (!(await taken(lock, owner))) {
    const other = await ownerOf(lock)
    if (await isAbandoned(lock, other, pace.silentMs)) await breakLock(lock, other)
    else if (performance.now() > until) throw busy(lock, other)
    // Of many that wait, no two look in step.
    else await pause(20 + Math.random() * 60)
  }
}

async function taken(lock: string, owner: Owner): Promise<boolean> {
  try {
    const file = await open(lock, 'wx', 0o600)
    await file.writeFile(JSON.stringify(owner))
    await file.close()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  }
}

/** Undefined when there is no lock, or its owner has not signed it (yet). */
async function ownerOf(lock: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(lock, 'utf8'))
  } catch {
    return undefined
  }
}

async function isAbandoned(
  lock: string,
  owner: Owner | undefined,
  silentMs: number,
): Promise<boolean> {
  const beat = (await stat(lock).catch(() => undefined))?.mtimeMs
  if (beat === undefined) return false
  if (owner?.host === hostname()) return !isRunning(owner.pid) || beat < startOfMachine()
  return Date.now() - beat > silentMs
}

/** Removes the lock of `owner`; one that somebody else has taken in the meantime is put back. */
async function breakLock(lock: string, owner: Owner | undefined): Promise<void> {
  const aside = `${lock}.${randomUUID()}`
  try {
    await rename(lock, aside)
  } catch {
    return
  }
  if ((await ownerOf(aside))?.id === owner?.id) await rm(aside, { force: true })
  else await rename(aside, lock)
}

async function touch(lock: string): Promise<void> {
  const now = new Date()
  await utimes(lock, now, now).catch(() => undefined)
}

function busy(lock: string, owner: Owner | undefined): CliError {
  const who = owner === undefined ? '' : ` (process ${owner.pid} on ${owner.host})`
  return new CliError(`Another taxiway command${who} is currently signing in.`, {
    exitCode: exitCodes.tryLater,
    hint: `Wait until it finishes, or stop it. Its lock is ${lock}.`,
  })
}

function lost(lock: string): CliError {
  return new CliError(`Another command took over while this one was signing in (${lock}).`, {
    exitCode: exitCodes.tryLater,
    hint: 'Run the command again.',
  })
}
