/** Whether the process that a file names still is. */
import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'

/** In ms: clocks are set, by some seconds. */
const tolerance = 60_000

/**
 * Whether the process `pid` is the one that touched a file at `at` (ms since 1970). Its number may be given to another after
 * it has ended, which Linux alone tells.
 */
export function isRunning(pid: number, at: number): boolean {
  if (at < startOfMachine() - tolerance) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    // Not allowed to send it a signal: so there is one.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return startOf(pid) <= at + tolerance
}

function startOfMachine(): number {
  return Date.now() - uptime() * 1000
}

/** In ms since 1970: Infinity for one that has ended and that nobody has asked about, as in a container, 0 where it is not told. */
function startOf(pid: number): number {
  if (process.platform !== 'linux') return 0
  try {
    // The name, in brackets, may have any letters; state and start are the 3rd and the 22nd column.
    const [state = '', ...more] = (
      readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1) ?? ''
    ).split(' ')
    if (state === 'Z' || state === 'X') return Number.POSITIVE_INFINITY
    const ticks = Number(more[18])
    return Number.isFinite(ticks) ? startOfMachine() + ticks * 10 : 0
  } catch {
    return 0
  }
}
