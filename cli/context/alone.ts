/**
 * One command at a time for a file that two may not use at once.
 *
 * A lock file beside it names its owner, who touches it every few seconds. It is taken from its owner only
 * when that process is gone: killed, or of another machine (a shared home folder) and silent for long. A
 * process that is merely slow or stopped keeps it, however long that takes; the others give up waiting.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, utimes } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { CliError, exitCodes } from '../exit.ts'
import { giveUp, type Owner, ownerOf, take } from './lock-file.ts'
import { refuses } from './unwritable.ts'

export type LockPace = {
  /** How often the owner touches the lock. */
  readonly beatMs: number
  /** How long an owner that cannot be asked may stay silent. */
  readonly silentMs: number
  /** How long to wait for one's turn. */
  readonly waitMs: number
}

const usualPace: LockPace = { beatMs: 5_000, silentMs: 60_000, waitMs: 60_000 }

/** Does `work` while no other command does such work for `path`. Fails with `CliError` where the lock cannot be had or written. */
export async function alone<T>(
  path: string,
  work: () => Promise<T>,
  pace: LockPace = usualPace,
): Promise<T> {
  const lock = lockOf(path)
  const owner: Owner = { id: randomUUID(), pid: process.pid, host: hostname() }
  const folder = dirname(path)
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(refuses(folder))
  await waitForTurn(path, owner, pace)
  const beat = setInterval(() => void touch(lock), pace.beatMs).unref()
  try {
    const result = await work()
    if ((await ownerOf(lock))?.id !== owner.id) throw lost(lock)
    return result
  } finally {
    clearInterval(beat)
    await giveUp(lock, owner)
  }
}

async function waitForTurn(path: string, owner: Owner, pace: LockPace): Promise<void> {
  const lock = lockOf(path)
  const until = performance.now() + pace.waitMs
  for (;;) {
    const other = await take(lock, owner, pace.silentMs).catch(refuses(path))
    if (other === undefined) return
    if (performance.now() > until) throw busy(lock, other)
    // Of many that wait, no two look in step.
    await pause(20 + Math.random() * 60)
  }
}

const lockOf = (path: string) => `${path}.lock`

async function touch(lock: string): Promise<void> {
  const now = new Date()
  await utimes(lock, now, now).catch(() => undefined)
}

function busy(lock: string, owner: Owner): CliError {
  const who = owner.host === '' ? '' : ` (process ${owner.pid} on ${owner.host})`
  return new CliError(`Another taxiway command${who} is changing the sign-ins.`, {
    exitCode: exitCodes.tryLater,
    hint: `Wait until it finishes, or stop it. Its lock is ${lock}.`,
  })
}

function lost(lock: string): CliError {
  return new CliError(
    `Another command took over while this one was changing the sign-ins (${lock}).`,
    {
      exitCode: exitCodes.tryLater,
      hint: 'Run the command again.',
    },
  )
}
