/** `taxiway doctor`: what prevents a first import from this machine, and what to do about it. */
import { Command } from 'commander'
import { withExamples } from '../examples.ts'
import { CliError, exitCodes } from '../exit.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { trustAlso } from '../sign-in/trust.ts'
import type { Column } from '../terminal/column.ts'
import { type Output, outputOf } from '../terminal/output.ts'
import { type Finding, failed, skipped } from './finding.ts'
import { nodeVersion, proxy, secretFiles } from './machine.ts'
import { certificate, clock } from './server.ts'
import { permissions, service, signIn } from './sign-in.ts'

const colours = { ok: 'green', warning: 'yellow', failed: 'red', skipped: 'dim' } as const

const columns: readonly Column<Finding>[] = [
  { key: 'check', title: 'Check' },
  { key: 'result', title: 'Result', style: ({ result }) => colours[result] },
  { key: 'detail', title: 'Found' },
]

export function doctorCommand(): Command {
  const command = withContextOption(new Command('doctor'))
    .description(
      'Check this machine and a sign-in: versions, files, proxy, certificate, clock, sign-in, permissions, and whether the\n' +
        'service answers. Nothing is changed. Exits with code 2 if anything failed.',
    )
    .action(async () => {
      process.exitCode = await examine(command)
    })
  return withExamples(command, {
    'taxiway doctor': 'the current sign-in',
    'taxiway doctor --context contoso --json': 'another one, for a ticket',
  })
}

async function examine(command: Command): Promise<number> {
  const output = outputOf(command)
  const findings = [nodeVersion(), await secretFiles(), proxy(), ...(await ofSignIn(command))]
  output.rows(
    findings,
    output.format === 'table' ? columns : [...columns, { key: 'hint', title: 'Hint' }],
  )
  sayHints(output, findings)
  return findings.some(({ result }) => result === 'failed') ? exitCodes.findings : exitCodes.ok
}

/** Each needs the previous one: there is no sign-in without a server. */
async function ofSignIn(command: Command): Promise<readonly Finding[]> {
  const later = (names: readonly string[], why: string) => names.map((name) => skipped(name, why))
  try {
    const context = await contextFor(command)
    if (context.ca !== undefined) trustAlso(context.ca)
    const trusted = await certificate(context)
    if (trusted.result === 'failed')
      return [trusted, ...later(['Clock', 'Sign-in', 'Permissions', 'Service'], 'no connection')]
    const { finding, token } = await signIn(context)
    const first = [trusted, await clock(context), finding]
    if (token === undefined) return [...first, ...later(['Permissions', 'Service'], 'no token')]
    return [...first, permissions(token), await service(context)]
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    return [failed('Sign-in', error.message, error.hint ?? 'Sign in: taxiway login')]
  }
}

function sayHints(output: Output, findings: readonly Finding[]): void {
  if (output.format !== 'table') return
  for (const { check, hint } of findings) if (hint !== null) output.say(`\n${check}: ${hint}`)
}
