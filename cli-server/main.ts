/** What `npm start` and `taxiway serve` run. Settings are read before the server is loaded: a wrong one is reported at once. */
import { inspect } from 'node:util'
import { ConfigError, readConfig } from '../src/host/config.ts'

try {
  const config = readConfig()
  const { runServer } = await import('./serve/run-server.ts')
  await runServer(config)
} catch (error) {
  process.stderr.write(`${await messageOf(error)}\n`)
  process.exitCode = 1
}

/** The message if that is all a person needs; anything else is a bug and shows its stack. */
async function messageOf(error: unknown): Promise<string> {
  if (error instanceof ConfigError) return error.message
  const { refusedStart } = await import('./serve/refused-start.ts')
  return refusedStart(error) ?? inspect(error)
}
