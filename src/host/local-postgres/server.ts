/**
 * The running server process: started by us, or found running after a killed Taxiway.
 *
 * Both are the same from here on: a pid, a promise of its end, and three ways to ask for that end.
 */
import type { ChildProcess } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { type Ending, endServer, goneWithin, type Patience } from './end-server.ts'
import { errorFromOutput, LocalPostgresError } from './errors.ts'
import { isAlive, isServerOf, readPidFile } from './pid-file.ts'
import type { Places } from './places.ts'
import { type Programs, startProgram } from './programs.ts'
import { openServerLog, readServerLog } from './server-log.ts'

/** All that starting a server takes. */
export type Premises = Ending & { readonly places: Places }

export type Server = {
  readonly pid: number
  /** Fulfilled when the process is gone, however that came about. */
  readonly gone: Promise<void>
}

/**
 * The server that a killed Taxiway left running, once it is ready; undefined when there is none. One that is on its
 * way out may have clients that do not leave: it is helped.
 */
export async function findServer(premises: Premises): Promise<Server | undefined> {
  const { places, patience, log } = premises
  const until = performance.now() + patience.starting
  const sentence = loggedOnce(log)
  for (;;) {
    const file = await readPidFile(places.cluster)
    if (file === undefined || !(await isServerOf(places.cluster, file.pid))) return undefined
    const server = { pid: file.pid, gone: watch(file.pid) }
    if (file.status === 'ready') return takenAlong(server)
    if (file.status === 'stopping') return await seeOut(premises, server)
    sentence(`Waiting for the local database (process ${file.pid}), which is still starting.`)
    if (performance.now() > until) throw startsTooLong(places, patience)
    await pause(10)
  }
}

async function seeOut(premises: Premises, server: Server): Promise<undefined> {
  const { log, patience } = premises
  log(`Waiting for the local database of before (process ${server.pid}), which is stopping.`)
  if (await goneWithin(server, patience.leaving)) return
  log(
    'Something is still connected to it. Its connections are ended; nothing that was acknowledged is lost.',
  )
  await endServer(premises, server, 'fast')
}

/** Hears the same sentence once, after it has been true for a moment. */
function loggedOnce(log: (message: string) => void): (sentence: string) => void {
  const begun = performance.now()
  let isLogged = false
  return (sentence) => {
    if (isLogged || performance.now() - begun < 1_000) return
    isLogged = true
    log(sentence)
  }
}

function startsTooLong({ home, logFile }: Places, { starting }: Patience): LocalPostgresError {
  return new LocalPostgresError(
    'did-not-start',
    `The local database in ${home} has been starting for ${Math.round(starting / 60_000)} minutes. Its log, ${logFile}, says what it does. If it still repairs itself, start Taxiway again: it goes on where it was.`,
  )
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

function command(
  { home }: Programs,
  settings: Readonly<Record<string, string>>,
): [string, ...string[]] {
  const options = Object.entries(settings).map(([name, value]) => `--${name}=${value}`)
  return ['postgres', '-D', `${home}/cluster`, ...options]
}

/**
 * PostgreSQL takes any living process with the pid of its last run for a rival. When that process is known
 * to be something else, this is PostgreSQL's own way of hearing that (pg_ctl uses it); its second check, for
 * surviving children of the last run, stays in force.
 */
async function staleOwner(cluster: string): Promise<Record<string, string>> {
  const file = await readPidFile(cluster)
  return file === undefined ? {} : { PG_GRANDPARENT_PID: String(file.pid) }
}

async function untilReady(premises: Premises, server: Server, logStart: number): Promise<void> {
  const { places, log, patience } = premises
  const until = performance.now() + patience.starting
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
    if (performance.now() > until) break
    await pause(3)
  }
  clearInterval(recovering)
  if (performance.now() > until) {
    await endServer(premises, server, 'immediate')
    throw startsTooLong(places, patience)
  }
  if (!ended) return
  const said = await readServerLog(places.logFile, logStart)
  throw errorFromOutput('did-not-start', `The local database in ${places.home} did not start`, said)
}

/** A process that exits without stopping the server takes it along; nothing can be awaited at that point. */
function takenAlong(server: Server): Server {
  const end = () => process.kill(server.pid, 'SIGINT')
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
