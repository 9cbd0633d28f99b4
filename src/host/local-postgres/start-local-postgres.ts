/**
 * Taxiway's own PostgreSQL: brought along, started as a child, reachable through a private socket only.
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
import { endServer, type Patience, usualPatience } from './end-server.ts'
import { errorFromFileSystem } from './errors.ts'
import { claimFolder } from './folder-claim.ts'
import { readPidFile } from './pid-file.ts'
import { type Places, preparePlaces } from './places.ts'
import { removeOldCopies, systemCopyFolders } from './program-copies.ts'
import { openPrograms, type Programs } from './programs.ts'
import { findServer, launchServer, type Premises, type Server } from './server.ts'
import { serverSettings } from './server-settings.ts'
import { type LocalPostgres, type Start, supervise } from './supervise.ts'

export type LocalPostgresOptions = {
  /** The data folder; everything of the database goes to `postgres` below it. */
  readonly dataDir: string
  /** Told, in sentences, what takes longer than a moment or is out of the ordinary. */
  readonly log?: (message: string) => void
  /** The npm package with the programs, when it is not where npm puts it. */
  readonly packageDir?: string
  /** Where root may keep a copy of the programs when the data folder is closed to PostgreSQL's account. */
  readonly copyFolders?: readonly string[]
  /** How long anything may take. */
  readonly patience?: Patience
}

/** Starts, or takes over, the PostgreSQL of a data folder. Refuses with a `LocalPostgresError`. */
export async function startLocalPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const { dataDir, log = () => {}, patience = usualPatience } = options
  try {
    const places = await preparePlaces(dataDir)
    const claim = await claimFolder(places.claimsDir, places.home)
    try {
      const programs = await preparePrograms(places, options)
      return await bringUp({ places, log, claim, patience, programs })
    } catch (error) {
      await claim.release()
      throw error
    }
  } catch (error) {
    throw errorFromFileSystem(`The local database in ${dataDir} could not be started`, error)
  }
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
  try {
    const created = await ensureCluster(places, programs)
    const adopted = await adopt(start)
    const server = adopted ?? (await launch(start))
    const connection = await connectionTo(start, server)
    await removeOldCopies(places.home, programs.binaries.folder).catch(() => {})
    const origin = created ? 'created' : adopted === undefined ? 'started' : 'adopted'
    return supervise(start, server, { connection, origin })
  } catch (error) {
    await programs.handle?.close()
    throw error
  }
}

async function connectionTo(premises: Premises, server: Server): Promise<Connection> {
  try {
    const { places } = premises
    return await prepareDatabase(places.cluster, await whereIs(places))
  } catch (error) {
    await endServer(premises, server, 'fast')
    throw error
  }
}

/** A server left running is kept if it is what we would start now, else ended. */
async function adopt(premises: Premises): Promise<Server | undefined> {
  const { places, programs, log } = premises
  const server = await findServer(premises)
  if (server === undefined) return undefined
  const wanted = startMark(programs)
  if ((await settingOf(places.cluster, await whereIs(places), markSetting)) === wanted) {
    log(`Took over the local database that was still running (process ${server.pid}).`)
    return server
  }
  log(`Restarting the local database that was still running (process ${server.pid}).`)
  await endServer(premises, server, 'fast')
  return undefined
}

async function launch(premises: Premises): Promise<Server> {
  const { places, programs } = premises
  const listening =
    process.platform === 'win32'
      ? { port: await freePort() }
      : { socketDir: places.socketsElsewhere ? places.socketDir : `${programs.home}/run` }
  return await launchServer(premises, {
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
