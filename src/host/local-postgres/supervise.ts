/**
 * Watches a running server: keeps its log short, and notices its end, requested or not.
 *
 * A lost server is only reported here; `keep-running.ts` restarts it where that is wanted.
 */
import { type Connection, connectionString } from './database.ts'
import { endServer, type StopMode } from './end-server.ts'
import { errorFromOutput, type LocalPostgresError } from './errors.ts'
import type { FolderClaim } from './folder-claim.ts'
import type { Paths } from './paths.ts'
import type { Server, ServerContext } from './server.ts'
import { limitServerLog, readServerLog } from './server-log.ts'

export type LocalPostgres = {
  readonly connection: Connection
  /** The same as a URL. */
  readonly connectionString: string
  readonly pid: number
  /** Where the server came from. */
  readonly origin: 'created' | 'started' | 'adopted'
  /** Resolves when the server has ended: to undefined after `stop`, to the reason when it ended by itself. */
  readonly exited: Promise<LocalPostgresError | undefined>
  /** Stops the server (`fast` by default) and releases the folder. A second, harsher call speeds up the first. */
  stop(mode?: StopMode): Promise<void>
}

export type Start = ServerContext & { readonly claim: FolderClaim }

export function supervise(
  start: Start,
  server: Server,
  found: Pick<LocalPostgres, 'connection' | 'origin'>,
): LocalPostgres {
  const { paths, programs, claim } = start
  let wanted = false
  const trimming = setInterval(() => void limitServerLog(paths.logFile).catch(() => {}), 60_000)
  trimming.unref()

  const exited = server.gone.then(async () => {
    clearInterval(trimming)
    await programs.handle?.close()
    await claim.release()
    return wanted ? undefined : await reasonOfEnd(paths)
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

async function reasonOfEnd(paths: Paths): Promise<LocalPostgresError> {
  const log = await readServerLog(paths.logFile, 0).catch(() => '')
  const what = `The local database in ${paths.home} ended unexpectedly; its log is ${paths.logFile}`
  return errorFromOutput('stopped-unexpectedly', what, log)
}
