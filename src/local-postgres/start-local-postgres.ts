/**
 * Taxiway's own PostgreSQL: brought along, started as a child, reachable through a private socket only.
 *
 * A server found running on the folder (its Taxiway was killed) is taken over rather than restarted, unless
 * it was started with other programs or settings. Losing the server later is reported, not repaired: only
 * the caller knows what its users should be told.
 */
import { createHash } from 'node:crypto'
import { chown } from 'node:fs/promises'
import { createServer } from 'node:net'
import { chooseAccount } from './account.ts'
import { provideBinaries, systemCopyFolders } from './binaries.ts'
import { ensureCluster } from './cluster.ts'
import { type Connection, connectionString, prepareDatabase, settingOf } from './database.ts'
import { errorFromFileSystem, errorFromOutput, type LocalPostgresError } from './errors.ts'
import { claimFolder } from './folder-claim.ts'
import { readPidFile } from './pid-file.ts'
import { type Places, preparePlaces } from './places.ts'
import { openPrograms, type Programs } from './programs.ts'
import { findServer, launchServer, type Server, type StopMode, signalServer } from './server.ts'
import { limitServerLog, readServerLog } from './server-log.ts'
import { serverSettings } from './server-settings.ts'

export type LocalPostgresOptions = {
  /** The data folder; everything of the database goes to `postgres` below it. */
  readonly dataDir: string
  /** Told, in sentences, what takes longer than a moment or is out of the ordinary. */
  readonly log?: (message: string) => void
  /** The npm package with the programs, when it is not where npm puts it. */
  readonly packageDir?: string
  /** Where root may keep a copy of the programs when the data folder is closed to PostgreSQL's account. */
  readonly copyFolders?: readonly string[]
}

export type LocalPostgres = {
  readonly connection: Connection
  /** The same as a URL. */
  readonly connectionString: string
  readonly pid: number
  /** How this start came to its server. */
  readonly origin: 'created' | 'started' | 'adopted'
  /** Resolves when the server has ended: to nothing after `stop`, to the reason when it ended by itself. */
  readonly exited: Promise<LocalPostgresError | undefined>
  /** Ends the server (`fast` unless said otherwise) and gives the folder back. A second, harsher call hurries the first. */
  stop(mode?: StopMode): Promise<void>
}

/** Starts, or takes over, the PostgreSQL of a data folder. Refuses with a `LocalPostgresError`. */
export async function startLocalPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const places = await preparePlaces(options.dataDir).catch((error) => {
    throw errorFromFileSystem(`The data folder ${options.dataDir} cannot be used`, error)
  })
  const claim = await claimFolder(places.claimsDir, places.home)
  try {
    const programs = await preparePrograms(places, options)
    return await bringUp({
      places,
      programs,
      release: claim.release,
      log: options.log ?? (() => {}),
    })
  } catch (error) {
    await claim.release()
    throw error
  }
}

type Start = {
  readonly places: Places
  readonly programs: Programs
  readonly release: () => Promise<void>
  readonly log: (message: string) => void
}

async function preparePrograms(places: Places, options: LocalPostgresOptions): Promise<Programs> {
  const account = await chooseAccount(places)
  if (account !== undefined) await chown(places.socketDir, account.uid, account.gid)
  const binaries = await provideBinaries({
    account,
    copyTo: [places.home, ...(options.copyFolders ?? systemCopyFolders())],
    packageDir: options.packageDir,
  })
  return await openPrograms(binaries, account, places)
}

async function bringUp(start: Start): Promise<LocalPostgres> {
  const { places, programs } = start
  const created = await ensureCluster(places, programs)
  const adopted = await adopt(start)
  const server = adopted ?? (await launch(start))
  try {
    const connection = await prepareDatabase(places.cluster, await whereIs(places))
    const origin = created ? 'created' : adopted === undefined ? 'started' : 'adopted'
    return supervise(start, server, { connection, origin })
  } catch (error) {
    await endServer(programs, server, 'fast')
    throw error
  }
}

/** A server left running is kept if it is what we would start now, else ended. */
async function adopt({ places, programs, log }: Start): Promise<Server | undefined> {
  const server = await findServer(places)
  if (server === undefined) return undefined
  const wanted = startMark(programs)
  if ((await settingOf(places.cluster, await whereIs(places), markSetting)) === wanted) {
    log(`Took over the local database that was still running (process ${server.pid}).`)
    return server
  }
  log(`Restarting the local database that was still running (process ${server.pid}).`)
  await endServer(programs, server, 'fast')
  return undefined
}

async function launch({ places, programs }: Start): Promise<Server> {
  const listening =
    process.platform === 'win32'
      ? { port: await freePort() }
      : { socketDir: places.socketsElsewhere ? places.socketDir : `${programs.home}/run` }
  return await launchServer(places, programs, {
    ...serverSettings(listening),
    [markSetting]: startMark(programs),
  })
}

const markSetting = 'taxiway.started_with'

/** Differs when another program or another setting would be started today. */
function startMark({ binaries, home }: Programs): string {
  const parts = [binaries, serverSettings({ socketDir: home })]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
}

async function whereIs(places: Places): Promise<Pick<Connection, 'host' | 'port'>> {
  if (process.platform !== 'win32') return { host: places.socketDir, port: 5432 }
  return { host: '127.0.0.1', port: (await readPidFile(places.cluster))?.port ?? 0 }
}

function supervise(
  { places, programs, release }: Start,
  server: Server,
  found: Pick<LocalPostgres, 'connection' | 'origin'>,
): LocalPostgres {
  let wanted = false
  // Whoever leaves without stop() takes the server along; nothing can be awaited at that point.
  const takeAlong = () => void signalServer(programs, server.pid, 'fast')
  process.once('exit', takeAlong)
  const trimming = setInterval(() => void limitServerLog(places.logFile).catch(() => {}), 60_000)
  trimming.unref()

  const exited = server.gone.then(async () => {
    process.off('exit', takeAlong)
    clearInterval(trimming)
    await programs.handle?.close()
    await release()
    return wanted ? undefined : await reasonOfEnd(places)
  })
  return {
    ...found,
    connectionString: connectionString(found.connection),
    pid: server.pid,
    exited,
    async stop(mode = 'fast') {
      wanted = true
      await endServer(programs, server, mode)
      await exited
    },
  }
}

/** After half a minute a fast stop becomes an immediate one; a smart one waits as long as its clients do. */
async function endServer(programs: Programs, server: Server, mode: StopMode): Promise<void> {
  await signalServer(programs, server.pid, mode)
  const harsher = setTimeout(() => {
    if (mode === 'fast') void signalServer(programs, server.pid, 'immediate')
  }, 30_000)
  await server.gone.finally(() => clearTimeout(harsher))
}

async function reasonOfEnd(places: Places): Promise<LocalPostgresError> {
  const log = await readServerLog(places.logFile, 0).catch(() => '')
  const what = `The local database in ${places.home} ended unexpectedly; its log is ${places.logFile}`
  return errorFromOutput('stopped-unexpectedly', what, log)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
