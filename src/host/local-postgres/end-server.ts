/**
 * Ends a server, escalating when it does not react: each stop mode has its timeout, and then a harsher one follows.
 * None loses acknowledged data, since all of it is in the log on disk.
 */
import { LocalPostgresError } from './errors.ts'
import { type Programs, runProgram } from './programs.ts'

/**
 * PostgreSQL's shutdown modes. `smart` waits for the last client to leave, `fast` aborts their transactions and writes
 * everything to disk, `immediate` stops at once and recovers at the next start.
 */
export type StopMode = 'smart' | 'fast' | 'immediate'

/** In ms. */
export type Timeouts = {
  /** For the last clients of a server that is already stopping. */
  readonly leaving: number
  readonly fast: number
  readonly immediate: number
  /** Recovery may read gigabytes of log. */
  readonly starting: number
}

export const defaultTimeouts: Timeouts = {
  leaving: 5_000,
  fast: 30_000,
  immediate: 15_000,
  starting: 900_000,
}

export type Ending = {
  readonly programs: Programs
  readonly timeouts: Timeouts
  /** Receives a sentence about whatever takes longer than it should. */
  readonly log: (message: string) => void
}

type Running = { readonly pid: number; readonly gone: Promise<void> }

const signals = { smart: 'SIGTERM', fast: 'SIGINT', immediate: 'SIGQUIT' } as const

/** A second, harsher call hurries a first one. A smart stop waits as long as its clients stay. */
export async function endServer(ending: Ending, server: Running, mode: StopMode): Promise<void> {
  await signalServer(ending.programs, server.pid, mode)
  if (mode === 'smart') return await server.gone
  if (mode === 'fast') {
    if (await goneWithin(server, ending.timeouts.fast)) return
    ending.log(
      `The local database (process ${server.pid}) does not shut down cleanly. It is stopped at once and recovers at its next start.`,
    )
    await signalServer(ending.programs, server.pid, 'immediate')
  }
  if (await goneWithin(server, ending.timeouts.immediate)) return
  ending.log(`The local database (process ${server.pid}) does not respond and is killed.`)
  process.kill(server.pid, 'SIGKILL')
  if (await goneWithin(server, ending.timeouts.immediate)) return
  throw new LocalPostgresError(
    'still-ending',
    `The local database (process ${server.pid}) does not end even when killed: the system is holding it, usually because a disk does not respond. Check that disk, or restart the machine. No acknowledged data is lost.`,
  )
}

/** Asks the server to end. */
async function signalServer(programs: Programs, pid: number, mode: StopMode): Promise<void> {
  if (process.platform === 'win32') {
    const where = `--pgdata=${programs.home}/cluster`
    await runProgram(programs, ['pg_ctl', 'stop', where, `--mode=${mode}`, '--no-wait'])
    return
  }
  try {
    process.kill(pid, signals[mode])
  } catch {
    // Already gone.
  }
}

/** Whether it is gone within `ms`. */
export async function goneWithin({ gone }: Pick<Running, 'gone'>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  return await Promise.race([gone.then(() => true), late]).finally(() => clearTimeout(timer))
}
