/**
 * Taxiway's own PostgreSQL: bundled, started as a child process, reachable through a private socket only.
 *
 * A server found running on the folder (its Taxiway was killed) is taken over rather than restarted, unless
 * it was started with other programs or settings.
 */
import { createHash } from 'node:crypto'
import { chown } from 'node:fs/promises'
import { createServer } from 'node:net'
import { chooseAccount } from './account.ts'
import { provideBinaries } from './binaries.ts'
import { ensureCluster } from './cluster.ts'
import { type Connection, prepareDatabase, settingOf } from './database.ts'
import { defaultTimeouts, endServer, type Timeouts } from './end-server.ts'
import { errorFromFileSystem } from './errors.ts'
import { claimFolder } from './folder-claim.ts'
import { type Paths, preparePaths } from './paths.ts'
import { readPidFile } from './pid-file.ts'
import { removeOldCopies, systemCopyFolders } from './program-copies.ts'
import { openPrograms, type Programs } from './programs.ts'
import { findServer, launchServer, type Server, type ServerContext } from './server.ts'
import { serverSettings } from './server-settings.ts'
import { type LocalPostgres, type Start, supervise } from './supervise.ts'

export type LocalPostgresOptions = {
  /** The data folder; the database lives in `postgres` below it. */
  readonly dataDir: string
  /** Receives a sentence about anything slow or unusual. */
  readonly log?: (message: string) => void
  /** The npm package with the programs, if not where npm installs it. */
  readonly packageDir?: string
  /** Where root may keep a copy of the programs when the data folder is closed to PostgreSQL's account. */
  readonly copyFolders?: readonly string[]
  /** Absent: the defaults. */
  readonly timeouts?: Timeouts
}

/** Starts, or takes over, the PostgreSQL of a data folder. Throws a `LocalPostgresError`. */
export async function startLocalPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const { dataDir, log = () => {}, timeouts = defaultTimeouts } = options
  try {
    const paths = await preparePaths(dataDir)
    const claim = await claimFolder(paths.claimsDir, paths.home)
    try {
      const programs = await preparePrograms(paths, options)
      return await startClaimed({ paths, log, claim, timeouts, programs })
    } catch (error) {
      await claim.release()
      throw error
    }
  } catch (error) {
    throw errorFromFileSystem(`The local database in ${dataDir} could not be started`, error)
  }
}

async function preparePrograms(paths: Paths, options: LocalPostgresOptions): Promise<Programs> {
  const account = await chooseAccount(paths)
  if (account !== undefined) await chown(paths.socketDir, account.uid, account.gid)
  const binaries = await provideBinaries({
    account,
    copyTo: [paths.home, ...(options.copyFolders ?? systemCopyFolders())],
    packageDir: options.packageDir,
  })
  return await openPrograms(binaries, account, paths)
}

async function startClaimed(start: Start): Promise<LocalPostgres> {
  const { paths, programs } = start
  try {
    const created = await ensureCluster(paths, programs)
    const adopted = await adopt(start)
    const server = adopted ?? (await launch(start))
    const connection = await connectionTo(start, server)
    await removeOldCopies(paths.home, programs.binaries.folder).catch(() => {})
    const origin = created ? 'created' : adopted === undefined ? 'started' : 'adopted'
    return supervise(start, server, { connection, origin })
  } catch (error) {
    await programs.handle?.close()
    throw error
  }
}

async function connectionTo(context: ServerContext, server: Server): Promise<Connection> {
  try {
    const { paths } = context
    return await prepareDatabase(paths.cluster, await whereIs(paths))
  } catch (error) {
    await endServer(context, server, 'fast')
    throw error
  }
}

/** A server left running is kept if it matches what we would start now, and stopped otherwise. */
async function adopt(context: ServerContext): Promise<Server | undefined> {
  const { paths, programs, log } = context
  const server = await findServer(context)
  if (server === undefined) return undefined
  const wanted = startMark(programs)
  if ((await settingOf(paths.cluster, await whereIs(paths), markSetting)) === wanted) {
    log(`Took over the local database that was still running (process ${server.pid}).`)
    return server
  }
  log(`Restarting the local database that was still running (process ${server.pid}).`)
  await endServer(context, server, 'fast')
  return undefined
}

async function launch(context: ServerContext): Promise<Server> {
  const { paths, programs } = context
  const listening =
    process.platform === 'win32'
      ? { port: await freePort() }
      : { socketDir: paths.socketsElsewhere ? paths.socketDir : `${programs.home}/run` }
  return await launchServer(context, {
    ...serverSettings(listening),
    [markSetting]: startMark(programs),
  })
}

const markSetting = 'taxiway.started_with'

/** Changes with the programs and the settings. */
function startMark({ binaries, home }: Programs): string {
  const parts = [binaries, serverSettings({ socketDir: home })]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
}

async function whereIs(paths: Paths): Promise<Pick<Connection, 'host' | 'port'>> {
  if (process.platform !== 'win32') return { host: paths.socketDir, port: 5432 }
  return { host: '127.0.0.1', port: (await readPidFile(paths.cluster))?.port ?? 0 }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
