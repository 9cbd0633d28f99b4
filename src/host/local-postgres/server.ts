/**
 * The running server process: started by us, or found running after a killed Taxiway.
 *
 * Both are the same from here on: a pid, a promise of its end, and three ways to ask for that end.
 */
import type { ChildProcess } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { errorFromOutput, LocalPostgresError } from './errors.ts'
import { isAlive, isServerOf, readPidFile } from './pid-file.ts'
import type { Places } from './places.ts'
import { type Programs, runProgram, startProgram } from './programs.ts'
import { openServerLog, readServerLog } from './server-log.ts'

/**
 * How a server ends. `smart` waits for the last client to leave, `fast` ends their transactions and writes
 * everything down, `immediate` stops dead and repairs itself at the next start. None loses acknowledged data.
 */
export type StopMode = 'smart' | 'fast' | 'immediate'

/** All that starting a server takes. */
export type Premises = {
  readonly places: Places
  readonly programs: Programs
  readonly log: (message: string) => void
}

export type Server = {
  readonly pid: number
  /** Fulfilled when the process is gone, however that came about. */
  readonly gone: Promise<void>
}

const signals = { smart: 'SIGTERM', fast: 'SIGINT', immediate: 'SIGQUIT' } as const

/** The server that a killed Taxiway left running, once it is ready; undefined when there is none. */
export async function findServer({ cluster }: Places): Promise<Server | undefined> {
  for (;;) {
    const file = await readPidFile(cluster)
    if (file === undefined || !(await isServerOf(cluster, file.pid))) return undefined
    if (file.status === 'ready') return takenAlong({ pid: file.pid, gone: watch(file.pid) })
    await pause(10)
  }
}

/** How long what is left of a server that died may take to end. Milliseconds. */
const maxStopMs = 15_000

/**
 * Starts the server and waits until it accepts connections, however long its recovery takes. Children of a server
 * that was killed notice its end a moment later, and PostgreSQL starts only without them.
 */
export async function launchServer(
  premises: Premises,
  settings: Readonly<Record<string, string>>,
): Promise<Server> {
  const until = performance.now() + maxStopMs
  for (;;) {
    try {
      return await launchOnce(premises, settings)
    } catch (error) {
      const isEnding = error instanceof LocalPostgresError && error.code === 'still-ending'
      if (!isEnding || performance.now() > until) throw error
      await pause(50)
    }
  }
}

async function launchOnce(
  premises: Premises,
  settings: Readonly<Record<string, string>>,
): Promise<Server> {
  const { places, programs } = premises
  const log = await openServerLog(places.logFile)
  const { size } = await log.stat()
  try {
    const child = await startProgram(programs, command(programs, settings), {
      output: log.fd,
      env: await staleOwner(places.cluster),
    })
    child.unref()
    const server = takenAlong({ pid: child.pid ?? 0, gone: endOf(child) })
    await untilReady(premises, server, size)
    return server
  } finally {
    await log.close()
  }
}

/** Asks the server to end. A second, harsher call hurries a first one. */
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

/** After half a minute a fast stop becomes an immediate one; a smart one waits as long as its clients do. */
export async function endServer(programs: Programs, server: Server, mode: StopMode): Promise<void> {
  await signalServer(programs, server.pid, mode)
  const harsher = setTimeout(() => {
    if (mode === 'fast') void signalServer(programs, server.pid, 'immediate')
  }, 30_000)
  await server.gone.finally(() => clearTimeout(harsher))
}

function command(
  { home }: Programs,
  settings: Readonly<Record<string, string>>,
): [string, ...string[]] {
  const options = Object.entries(settings).map(([name, value]) => `--${name}=${value}`)
  return ['postgres', '-D', `${home}/cluster`, ...options]
}

/**
 * PostgreSQL takes any living process with the pid of its last run for a rival. When that process is known
 * to be something else, this is PostgreSQL's own way of being told so (pg_ctl uses it); its second check, for
 * surviving children of the last run, stays in force.
 */
async function staleOwner(cluster: string): Promise<Record<string, string>> {
  const file = await readPidFile(cluster)
  return file === undefined ? {} : { PG_GRANDPARENT_PID: String(file.pid) }
}

async function untilReady(
  { places, log }: Premises,
  server: Server,
  logStart: number,
): Promise<void> {
  let ended = false
  void server.gone.then(() => {
    ended = true
  })
  const recovering = setInterval(() => {
    log('The local database is still repairing itself after it was last cut off.')
  }, 3_000)
  while (!ended) {
    const file = await readPidFile(places.cluster)
    if (file?.pid === server.pid && file.status === 'ready') break
    await pause(3)
  }
  clearInterval(recovering)
  if (!ended) return
  const said = await readServerLog(places.logFile, logStart)
  throw errorFromOutput('did-not-start', `The local database in ${places.home} did not start`, said)
}

/** Whoever leaves without stopping the server takes it along; nothing can be awaited at that point. */
function takenAlong(server: Server): Server {
  const end = () => process.kill(server.pid, signals.fast)
  process.once('exit', end)
  void server.gone.then(() => process.off('exit', end))
  return server
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
  })
}

/** A process that is not our child can only be watched from outside. */
async function watch(pid: number): Promise<void> {
  while (isAlive(pid)) await pause(50, undefined, { ref: false })
}
