/** Runs a command with further variables, to its end. */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { environmentWith } from '../context/environment.ts'
import { CliError } from '../exit.ts'
import type { Variables } from './variables.ts'

/** Resolves to its exit code; one that a signal ended counts as shells count it. */
export function runWith(words: readonly string[], variables: Variables): Promise<number> {
  const [program = '', ...args] = words
  const child = spawn(program, args, {
    stdio: 'inherit',
    env: environmentWith(variables),
    // Most commands of Windows are scripts, which only a shell can start.
    shell: process.platform === 'win32',
  })
  // A terminal's Ctrl+C reaches the command by itself; it decides what that means.
  const ignore = () => undefined
  const pass = () => child.kill('SIGTERM')
  process.on('SIGINT', ignore)
  process.on('SIGTERM', pass)
  return new Promise<number>((resolve, reject) => {
    child.on('error', (cause) => {
      reject(new CliError(`${program} cannot be run: ${cause.message}`, { cause }))
    })
    child.on('close', (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    )
  }).finally(() => {
    process.off('SIGINT', ignore)
    process.off('SIGTERM', pass)
  })
}
