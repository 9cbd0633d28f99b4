/**
 * The running server process: started by us, or found running after a killed Taxiway.
 *
 * Both are treated alike from here on: a pid, a promise that it ends, and three ways to stop it.
 */
import type { ChildProcess } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { type Ending, endServer, goneWithin, type Timeouts } from './end-server.ts'
import { errorFromOutput, LocalPostgresError } from './errors.ts'
import type { Paths } from './paths.ts'
import { isAlive, isServerOf, readPidFile } from './pid-file.ts'
import { type Programs, startProgram } from './programs.ts'
import { openServerLog, readServerLog } from './server-log.ts'

/** What it takes to start a server. */
export type ServerContext = Ending & { readonly paths: Paths }

export type Server = {
  readonly pid: number
  /** Resolves when the process is gone, for whatever reason. */
  readonly gone: Promise<void>
}

/**
 * The server that a killed Taxiway left running, once it is ready; undefined when there is none. If it is already
 * stopping but its clients do not leave, they are disconnected.
 */
export async function findServer(context: ServerContext): Promise<Server | undefined> {
  const { paths, timeouts, log } = context
  const until = performance.now() + timeouts.starting
  const logOnce = loggedOnce(log)
  for (;;) {
    const file = await readPidFile(paths.cluster)
    if (file === undefined || !(await isServerOf(paths.cluster, file.pid))) return undefined
    const server = { pid: file.pid, gone: watch(file.pid) }
    if (file.status === 'ready') return endedWithUs(server)
    if (file.status === 'stopping') return await awaitEnd(context, server)
    logOnce(`Waiting for the local database (process ${file.pid}), which is still starting.`)
    if (performance.now() > until) throw startsTooLong(paths, timeouts)
    await pause(10)
  }
}

async function awaitEnd(context: ServerContext, server: Server): Promise<undefined> {
  const { log, timeouts } = context
  log(`Waiting for the previous local database (process ${server.pid}), which is stopping.`)
  if (await goneWithin(server, timeouts.leaving)) return
  log('Clients are still connected to it. They are disconnected; no acknowledged data is lost.')
  await endServer(context, server, 'fast')
}

/** Logs a sentence once, and only after it has been true for a moment. */
function loggedOnce(log: (message: string) => void): (sentence: string) => void {
  const start = performance.now()
  let isLogged = false
  return (sentence) => {
    if (isLogged || performance.now() - start < 1_000) return
    isLogged = true
    log(sentence)
  }
}

function startsTooLong({ home, logFile }: Paths, { starting }: Timeouts): LocalPostgresError {
  return new LocalPostgresError(
    'did-not-start',
    `The local database in ${home} has been starting for ${Math.round(starting / 60_000)} minutes. Its log, ${logFile}, says what it is doing. If it is still recovering, start Taxiway again: it continues where it was.`,
  )
}

/** How long the remaining processes of a dead server may take to end. Milliseconds. */
const maxStopMs = 15_000

/**
 * Starts the server and waits until it accepts connections, however long recovery takes. Child processes of a killed
 * server notice its end a moment later, and PostgreSQL does not start before they are gone.
 */
export async function launchServer(
  context: ServerContext,
  settings: Readonly<Record<string, string>>,
): Promise<Server> {
  const until = performance.now() + maxStopMs
  for (;;) {
    try {
      return await launchOnce(context, settings)
    } catch (error) {
      const isEnding = error instanceof LocalPostgresError && error.code === 'still-ending'
      if (!isEnding || performance.now() > until) throw error
      await pause(50)
    }
  }
}

async function launchOnce(
  context: ServerContext,
  settings: Readonly<Record<string, string>>,
): Promise<Server> {
  const { paths, programs } = context
  const log = await openServerLog(paths.logFile)
  const { size } = await log.stat()
  try {
    const child = await startProgram(programs, command(programs, settings), {
      output: log.fd,
      env: await staleOwner(paths.cluster),
    })
    child.unref()
    const server = endedWithUs({ pid: child.pid ?? 0, gone: endOf(child) })
    await untilReady(context, server, size)
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
 * PostgreSQL takes any living process with the pid of its last run for a running server. When we know that process
 * to be something else, this is PostgreSQL's own way to say so (pg_ctl uses it); its second check, for
 * surviving child processes of the last run, stays in force.
 */
async function staleOwner(cluster: string): Promise<Record<string, string>> {
  const file = await readPidFile(cluster)
  return file === undefined ? {} : { PG_GRANDPARENT_PID: String(file.pid) }
}

async function untilReady(context: ServerContext, server: Server, logStart: number): Promise<void> {
  const { paths, log, timeouts } = context
  const until = performance.now() + timeouts.starting
  let ended = false
  void server.gone.then(() => {
    ended = true
  })
  const recovering = setInterval(() => {
    log('The local database is still recovering from its last unclean shutdown.')
  }, 3_000)
  while (!ended) {
    const file = await readPidFile(paths.cluster)
    if (file?.pid === server.pid && file.status === 'ready') break
    if (performance.now() > until) break
    await pause(3)
  }
  clearInterval(recovering)
  if (performance.now() > until) {
    await endServer(context, server, 'immediate')
    throw startsTooLong(paths, timeouts)
  }
  if (!ended) return
  const said = await readServerLog(paths.logFile, logStart)
  throw errorFromOutput('did-not-start', `The local database in ${paths.home} did not start`, said)
}

/** Stops the server when this process exits without having stopped it; nothing can be awaited at that point. */
function endedWithUs(server: Server): Server {
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

/** A process that is not our child can only be polled. */
async function watch(pid: number): Promise<void> {
  while (isAlive(pid)) await pause(50, undefined, { ref: false })
}
