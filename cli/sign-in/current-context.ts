/**
 * Which sign-in a command uses: `--context`, else the environment, else the current context.
 *
 * The environment counts as a sign-in of its own as soon as it names an application, so that a
 * pipeline needs no file and a person's contexts are never mixed with half of another sign-in.
 */

import type { Command } from 'commander'
import { graphOrigin, loginOrigin } from 'taxiway-autopilot'
import { type Context, readContexts } from '../context/context-file.ts'
import { environment } from '../context/environment.ts'
import { CliError, exitCodes } from '../exit.ts'

export const microsoft = {
  graph: graphOrigin,
  authority: loginOrigin,
} as const

/** Adds the option that chooses a sign-in for this one command. */
export function withContextOption(command: Command): Command {
  return command.option('--context <name>', 'use this sign-in instead of the current one')
}

/** The sign-in to use, with a secret from TAXIWAY_CLIENT_SECRET when the file keeps none. */
export async function contextFor(command: Command): Promise<Context> {
  const name: string | undefined = command.optsWithGlobals()['context']
  const context = (name === undefined ? fromEnvironment() : undefined) ?? (await fromFile(name))
  const secret = context.clientSecret ?? environment('TAXIWAY_CLIENT_SECRET')
  return secret === undefined ? context : { ...context, clientSecret: secret }
}

function fromEnvironment(): Context | undefined {
  const isFederated = environment('AZURE_FEDERATED_TOKEN_FILE') !== undefined
  // What workload identity in Kubernetes and pipelines sets. [documented: Azure AD Workload Identity, mutated variables]
  const azure = (name: 'AZURE_CLIENT_ID' | 'AZURE_TENANT_ID') =>
    isFederated ? environment(name) : undefined
  const clientId = environment('TAXIWAY_CLIENT_ID') ?? azure('AZURE_CLIENT_ID')
  if (clientId === undefined) return undefined
  const tenant = environment('TAXIWAY_TENANT') ?? azure('AZURE_TENANT_ID')
  if (tenant === undefined) {
    throw new CliError('TAXIWAY_CLIENT_ID is set, but TAXIWAY_TENANT is not.', {
      exitCode: exitCodes.notPermitted,
      hint: 'Set TAXIWAY_TENANT to the domain or id of the tenant, or unset TAXIWAY_CLIENT_ID.',
    })
  }
  const ca = environment('TAXIWAY_CA')
  const federatedTokenFile = environment('AZURE_FEDERATED_TOKEN_FILE')
  return {
    graph: originOf(environment('TAXIWAY_GRAPH_URL') ?? microsoft.graph),
    authority: originOf(environment('TAXIWAY_AUTHORITY_URL') ?? microsoft.authority),
    tenant,
    clientId,
    ...(ca === undefined ? {} : { ca }),
    ...(federatedTokenFile === undefined ? {} : { federatedTokenFile }),
  }
}

async function fromFile(name: string | undefined): Promise<Context> {
  const { current, contexts } = await readContexts()
  const chosen = name ?? current
  if (chosen === undefined) {
    throw new CliError('You are not signed in.', {
      exitCode: exitCodes.notPermitted,
      hint:
        'Start a server here with npm start (it signs this command line in), ' +
        'or sign in to one: taxiway login --help',
    })
  }
  const context = contexts[chosen]
  return context ?? unknownContext(chosen, Object.keys(contexts))
}

/** Refuses a name that no context has. */
export function unknownContext(name: string, known: readonly string[]): never {
  throw new CliError(`There is no sign-in called ${name}.`, {
    hint: known.length === 0 ? 'Sign in: taxiway login' : `There are: ${known.join(', ')}.`,
  })
}

/** The origin of a server's address; only HTTPS, since a token would travel readable otherwise. */
export function originOf(address: string): string {
  const url = URL.parse(address)
  if (url?.protocol === 'https:') return url.origin
  throw new CliError(`${address} is not a server address.`, {
    hint: 'Use https, for example https://localhost:8443',
  })
}
