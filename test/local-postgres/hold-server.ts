/**
 * A program that starts the local PostgreSQL and stays, for tests that need it killed, run as somebody else
 * or started twice. Prints one line of JSON: what it got, or why it was refused. `--leave` ends it at once,
 * without stopping the server first; SIGTERM ends it in order.
 */
import { LocalPostgresError } from '../../src/host/local-postgres/errors.ts'
import { startLocalPostgres } from '../../src/host/local-postgres/start-local-postgres.ts'

const [dataDir = '', packageDir, leave] = process.argv.slice(2)

try {
  const postgres = await startLocalPostgres({
    dataDir,
    ...(packageDir ? { packageDir } : {}),
  })
  const { pid, origin, connectionString } = postgres
  say({ pid, origin, connectionString })
  if (leave === '--leave') process.exit(0)
  process.once('SIGTERM', async () => {
    await postgres.stop()
    process.exit(0)
  })
  setInterval(() => {}, 1000)
} catch (error) {
  const known = error instanceof LocalPostgresError
  say({ code: known ? error.code : 'unknown', message: String(error) })
  process.exit(1)
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
