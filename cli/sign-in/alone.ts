/**
 * One command at a time for a file that may not be used by two.
 *
 * A lock beside the file says so. A command that was killed leaves it behind, and so it counts only
 * while it is young.
 */
import { mkdir, open, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { CliError, exitCodes } from '../exit.ts'

/** Longer than any renewal takes; a person who signs in may take longer, and then others wait no more. */
const staleAfterMs = 30_000
const waitMs = 60_000

export async function alone<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lock = `${path}.lock`
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const until = performance.now() + waitMs
  while (!(await taken(lock))) {
    if (performance.now() > until) {
      throw new CliError('Another taxiway command is signing in at this moment.', {
        exitCode: exitCodes.tryLater,
      })
    }
    await pause(50)
  }
  try {
    return await work()
  } finally {
    await rm(lock, { force: true })
  }
}

async function taken(lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx', 0o600)).close()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const left = await stat(lock).catch(() => undefined)
    if (left !== undefined && Date.now() - left.mtimeMs > staleAfterMs)
      await rm(lock, { force: true })
    return false
  }
}
