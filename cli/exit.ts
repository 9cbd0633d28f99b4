/**
 * How the command line ends: the exit codes, and the one place that turns a failure into words.
 *
 * A failure that a person can do something about is a `CliError` with its hint; anything else is a
 * fault of the program, and `--debug` shows it whole. Nobody else writes to standard error about failures.
 */
import { inspect, stripVTControlCharacters, styleText } from 'node:util'

export const exitCodes = {
  ok: 0,
  /** Wrong usage, or a file, folder or connection that cannot be used. */
  usage: 1,
  /** The command worked and has bad news: findings, or rows that failed. */
  findings: 2,
  /** Not signed in, or not permitted. */
  notPermitted: 3,
  /** Throttled or timed out; the same command, or the named resume command, may work later. */
  tryLater: 4,
  /** More than one device fits; refused. */
  ambiguous: 5,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

export type Remedy = {
  /** Absent means `exitCodes.usage`. */
  readonly exitCode?: ExitCode
  /** What to do now, as a full sentence. Absent when the message already says it. */
  readonly hint?: string
  readonly cause?: unknown
}

/** A failure to show to the person at the keyboard: what and where in the message, then the hint. */
export class CliError extends Error {
  readonly exitCode: ExitCode
  readonly hint: string | undefined

  constructor(message: string, { exitCode = exitCodes.usage, hint, cause }: Remedy = {}) {
    super(message, { cause })
    this.name = 'CliError'
    this.exitCode = exitCode
    this.hint = hint
  }
}

/** Says `error` on standard error and answers the exit code it calls for. */
export function reportFailure(error: unknown, { debug = false, colour = true } = {}): ExitCode {
  const known = error instanceof CliError
  const message = error instanceof Error ? error.message : String(error)
  const title = colour ? styleText(['red', 'bold'], 'Error:', { stream: process.stderr }) : 'Error:'
  process.stderr.write(`${title} ${printable(known ? message : unexpected(message))}\n`)
  const hint = known ? error.hint : 'Run the same command with --debug and report what it shows.'
  if (hint !== undefined) process.stderr.write(`${printable(hint)}\n`)
  if (debug) process.stderr.write(`${inspect(error)}\n`)
  return known ? error.exitCode : exitCodes.usage
}

/** Text safe to show in a terminal: what came from files and servers must not move the cursor. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(/[^\P{Cc}\t\n]/gu, '\ufffd')
}

function unexpected(message: string): string {
  return `Something went wrong inside the command line itself: ${message}`
}
