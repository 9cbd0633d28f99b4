/** What `npm start` and `taxiway serve` run. Settings are read before the server is loaded: a wrong one is reported at once. */
import { inspect } from 'node:util'
import { ConfigError, readConfig } from '../src/host/config.ts'

try {
  const config = readConfig()
  const { runServer } = await import('./serve/run-server.ts')
  await runServer(config)
} catch (error) {
  const { message, exitCode } = await endOf(error)
  process.stderr.write(`${message}\n`)
  process.exitCode = exitCode
}

/** The message if that is all a person needs; anything else is a bug and shows its stack. */
async function endOf(
  error: unknown,
): Promise<{ readonly message: string; readonly exitCode: number }> {
  if (error instanceof ConfigError) return { message: error.message, exitCode: 1 }
  const { refusedStart } = await import('./serve/refused-start.ts')
  return refusedStart(error) ?? { message: inspect(error), exitCode: 1 }
}
