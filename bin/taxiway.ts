#!/usr/bin/env node
/** Starts the command line; nothing else. The exit code is set, not forced, so that pipes are drained. */
import { keepCompiled } from './compile-cache.ts'
import { writeWhole } from './whole-writes.ts'

keepCompiled()
writeWhole(process.stdout)
// A reader that has seen enough (`| head`) is not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  process.stderr.write(`Error: Standard output cannot be written: ${error.message}\n`)
  process.exit(1)
})
// That nobody reads the output any longer (`2>&1 | head`) is no reason to stop the work.
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
const [{ runCommandLine }, { clientCommands }, { serverCommands }] = await Promise.all([
  import('../cli/program.ts'),
  import('../cli/commands.ts'),
  import('../cli-server/commands.ts'),
])
process.exitCode = await runCommandLine(process.argv.slice(2), [
  ...clientCommands,
  ...serverCommands,
])
