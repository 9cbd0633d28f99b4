/** How an import ends: its exit code, or the way to continue it after an interruption. */
import { CliError, type ExitCode, exitCodes } from '../exit.ts'
import { withHint } from '../graph/failures.ts'
import type { Summary } from './report-rows.ts'

export function exitCodeFor({ error, refused, unknown }: Summary, waited: boolean): ExitCode {
  if (waited && unknown > 0) return exitCodes.tryLater
  return error + refused > 0 ? exitCodes.findings : exitCodes.ok
}

/** A failure in the middle: whatever it was, the receipt allows to go on. */
export function resumable(thrown: unknown, receiptPath: string): unknown {
  const error = withHint(thrown)
  if (!(error instanceof CliError)) return error
  const resume = `Then continue with: taxiway import --resume ${receiptPath}`
  return new CliError(error.message, {
    exitCode: error.exitCode === exitCodes.usage ? exitCodes.tryLater : error.exitCode,
    hint: [error.hint, resume].filter(Boolean).join('\n'),
    cause: error,
  })
}

export function leave(receiptPath: string): never {
  process.stderr.write(`\nStopped. Continue with: taxiway import --resume ${receiptPath}\n`)
  process.exit(exitCodes.tryLater)
}
