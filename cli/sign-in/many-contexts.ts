/** Commands that read may ask several tenants in one run: `--context a,b`, or `--all-contexts`. */
import type { Command } from 'commander'
import { type Context, readContexts } from '../context/context-file.ts'
import { environment } from '../context/environment.ts'
import { CliError, exitCodes } from '../exit.ts'
import { contextFor, unknownContext } from './current-context.ts'

export type NamedContext = { readonly name: string; readonly context: Context }

/** Adds the options that choose sign-ins for a command that only reads. */
export function withContextOptions(command: Command): Command {
  return command
    .option('--context <names>', 'use these sign-ins instead of the current one, such as a,b')
    .option('--all-contexts', 'use every sign-in of this machine')
}

/** Whether the rows of the command's answer need a column that names their tenant. */
export function asksMany(command: Command): boolean {
  const { context, allContexts } = chosen(command)
  return allContexts === true || context?.includes(',') === true
}

/** The sign-ins that the options name, else the current one; with `all`, every one unless some are named. */
export async function contextsFor(
  command: Command,
  { all = false } = {},
): Promise<readonly NamedContext[]> {
  const { context: names, allContexts } = chosen(command)
  if (names !== undefined && allContexts === true)
    throw new CliError('Give --context or --all-contexts, not both.')
  if (!asksMany(command) && !(all && names === undefined)) {
    const context = await contextFor(command)
    return [{ name: names ?? context.tenant, context }]
  }
  const { contexts } = await readContexts()
  const known = Object.keys(contexts)
  const wanted =
    names === undefined ? known : [...new Set(names.split(',').map((each) => each.trim()))]
  if (wanted.length === 0)
    throw new CliError('You are not signed in anywhere.', {
      exitCode: exitCodes.notPermitted,
      hint: 'Sign in to each tenant: taxiway login --name <name> …',
    })
  const secret = environment('TAXIWAY_CLIENT_SECRET')
  return wanted.map((name) => {
    const context = contexts[name] ?? unknownContext(name, known)
    const needsSecret = context.clientSecret === undefined && secret !== undefined
    return { name, context: needsSecret ? { ...context, clientSecret: secret } : context }
  })
}

function chosen(command: Command): { readonly context?: string; readonly allContexts?: boolean } {
  return command.optsWithGlobals()
}
