/**
 * Ending a server, however unwilling it is: each way of asking has its time, and then a harsher one follows. None
 * loses what was acknowledged, since all of it is in the log on disk.
 */
import { LocalPostgresError } from './errors.ts'
import { type Programs, runProgram } from './programs.ts'

/**
 * How a server ends. `smart` waits for the last client to leave, `fast` ends their transactions and writes
 * everything down, `immediate` stops dead and repairs itself at the next start. None loses acknowledged data.
 */
export type StopMode = 'smart' | 'fast' | 'immediate'

/** How long each may take, in ms. */
export type Patience = {
  /** A server found on its way out, whose last clients do not leave. */
  readonly leaving: number
  readonly fast: number
  readonly immediate: number
  /** Recovery may read gigabytes of log. */
  readonly starting: number
}

export const usualPatience: Patience = {
  leaving: 5_000,
  fast: 30_000,
  immediate: 15_000,
  starting: 900_000,
}

export type Ending = {
  readonly programs: Programs
  readonly patience: Patience
  /** Told, in sentences, what takes longer than it should. */
  readonly log: (message: string) => void
}

type Running = { readonly pid: number; readonly gone: Promise<void> }

const signals = { smart: 'SIGTERM', fast: 'SIGINT', immediate: 'SIGQUIT' } as const

/** A second, harsher call hurries a first one. A smart stop waits as long as its clients stay. */
export async function endServer(ending: Ending, server: Running, mode: StopMode): Promise<void> {
  await signalServer(ending.programs, server.pid, mode)
  if (mode === 'smart') return await server.gone
  if (mode === 'fast') {
    if (await goneWithin(server, ending.patience.fast)) return
    ending.log(
      `The local database (process ${server.pid}) does not end in order. It is stopped at once, and repairs itself at its next start.`,
    )
    await signalServer(ending.programs, server.pid, 'immediate')
  }
  if (await goneWithin(server, ending.patience.immediate)) return
  ending.log(`The local database (process ${server.pid}) does not react, and is killed.`)
  process.kill(server.pid, 'SIGKILL')
  if (await goneWithin(server, ending.patience.immediate)) return
  throw new LocalPostgresError(
    'still-ending',
    `The local database (process ${server.pid}) does not end, not even when it is killed: the system holds it, most often because of a disk that does not answer. See to that disk, or restart the machine. Nothing that was acknowledged is lost.`,
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
    // Already gone, which is what was asked for.
  }
}

/** Whether it was gone in so many ms. */
export async function goneWithin({ gone }: Pick<Running, 'gone'>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  return await Promise.race([gone.then(() => true), late]).finally(() => clearTimeout(timer))
}
