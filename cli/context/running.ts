/** Whether the process that a file names still is. */
import { uptime } from 'node:os'

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Not allowed to send it a signal: so there is one.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** What is from before names a process of another time, whatever has its number now. Clocks are set, by some seconds. */
export function startOfMachine(): number {
  return Date.now() - (uptime() + 60) * 1000
}
