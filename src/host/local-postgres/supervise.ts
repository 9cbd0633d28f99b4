/**
 * The time while the server runs: its log is kept short, and its end, asked for or not, is noticed.
 *
 * Losing the server is reported, not repaired: `keep-running.ts` starts it again where that is wanted.
 */
import { type Connection, connectionString } from './database.ts'
import { endServer, type StopMode } from './end-server.ts'
import { errorFromOutput, type LocalPostgresError } from './errors.ts'
import type { FolderClaim } from './folder-claim.ts'
import type { Places } from './places.ts'
import type { Premises, Server } from './server.ts'
import { limitServerLog, readServerLog } from './server-log.ts'

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

export type Start = Premises & { readonly claim: FolderClaim }

export function supervise(
  start: Start,
  server: Server,
  found: Pick<LocalPostgres, 'connection' | 'origin'>,
): LocalPostgres {
  const { places, programs, claim } = start
  let wanted = false
  const trimming = setInterval(() => void limitServerLog(places.logFile).catch(() => {}), 60_000)
  trimming.unref()

  const exited = server.gone.then(async () => {
    clearInterval(trimming)
    await programs.handle?.close()
    await claim.release()
    return wanted ? undefined : await reasonOfEnd(places)
  })
  return {
    ...found,
    connectionString: connectionString(found.connection),
    pid: server.pid,
    exited,
    async stop(mode = 'fast') {
      wanted = true
      await endServer(start, server, mode)
      await exited
    },
  }
}

async function reasonOfEnd(places: Places): Promise<LocalPostgresError> {
  const log = await readServerLog(places.logFile, 0).catch(() => '')
  const what = `The local database in ${places.home} ended unexpectedly; its log is ${places.logFile}`
  return errorFromOutput('stopped-unexpectedly', what, log)
}
