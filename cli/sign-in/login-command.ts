/**
 * `taxiway login`: proves credentials by fetching a token with them, then keeps them as a context.
 *
 * What is kept has been seen to work; a wrong secret leaves everything as it was.
 */
import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Command } from 'commander'
import { type Context, readContexts, saveContext } from '../context-file.ts'
import { environment } from '../environment.ts'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import { newToken } from '../graph/token.ts'
import { trustAlso } from '../graph/trust.ts'
import { outputOf } from '../output.ts'
import { microsoft, originOf } from './current-context.ts'
import { readSecret } from './secret.ts'

type LoginOptions = {
  readonly url?: string
  readonly tenant?: string
  readonly clientId?: string
  readonly secretFile?: string
  readonly ca?: string
  readonly name?: string
}

const patienceSeconds = 30

export function loginCommand(): Command {
  const command = new Command('login')
    .description(
      'Sign in as an application with a client secret and keep the sign-in as a context.\n' +
        'The secret comes from TAXIWAY_CLIENT_SECRET, --secret-file, standard input or a prompt.\n' +
        'Without --url the sign-in is for Microsoft (graph.microsoft.com).',
    )
    .option('--url <address>', 'the Taxiway server, for example https://localhost:8443')
    .option('--tenant <tenant>', 'domain or id of the tenant (or TAXIWAY_TENANT)')
    .option('--client-id <id>', 'id of the application (or TAXIWAY_CLIENT_ID)')
    .option('--secret-file <file>', 'file with the client secret; - is standard input')
    .option('--ca <file>', 'PEM file of one more certificate authority to trust')
    .option('--name <name>', 'name of the context (default: the tenant)')
    .action(async (options: LoginOptions) => login(options, command))
  return withExamples(command, {
    'taxiway login --url https://localhost:8443 --ca data/ca.pem --tenant contoso.test --client-id <id>':
      'sign in to a Taxiway server; asks for the secret',
    'taxiway login --tenant contoso.onmicrosoft.com --client-id <id> --secret-file secret.txt':
      'sign in to a Microsoft tenant',
  })
}

async function login(options: LoginOptions, command: Command): Promise<void> {
  const context = await contextOf(options)
  if (context.ca !== undefined) trustAlso(context.ca)
  const clientSecret = await readSecret(options.secretFile)
  const until = performance.now() + patienceSeconds * 1000
  await newToken({ ...context, clientSecret }, { until, hopeful: false })

  const name = options.name ?? context.tenant
  await saveContext(name, { ...context, clientSecret })
  outputOf(command).say(
    `Signed in to tenant ${context.tenant} at ${context.graph}, as context ${name}.`,
  )
}

async function contextOf(options: LoginOptions): Promise<Context> {
  const tenant = options.tenant ?? environment('TAXIWAY_TENANT')
  const clientId = options.clientId ?? environment('TAXIWAY_CLIENT_ID')
  if (tenant === undefined) throw missing('--tenant <domain or id>')
  if (clientId === undefined) throw missing('--client-id <id>')
  const { graph, authority } = endpointsOf(options)
  const ca = await authorityFileFor(graph, options.ca ?? environment('TAXIWAY_CA'))
  return { graph, authority, tenant, clientId, ...(ca === undefined ? {} : { ca }) }
}

function endpointsOf({ url }: LoginOptions): Pick<Context, 'graph' | 'authority'> {
  const graph = url ?? environment('TAXIWAY_GRAPH_URL') ?? microsoft.graph
  const authority = url ?? environment('TAXIWAY_AUTHORITY_URL') ?? microsoft.authority
  return { graph: originOf(graph), authority: originOf(authority) }
}

/** The file asked for, else the one that another sign-in to the same server trusts. */
async function authorityFileFor(
  graph: string,
  asked: string | undefined,
): Promise<string | undefined> {
  if (asked === undefined) {
    const { contexts } = await readContexts()
    return Object.values(contexts).find((each) => each.graph === graph && each.ca)?.ca
  }
  const path = resolve(asked)
  await access(path).catch((cause) => {
    throw new CliError(`There is no certificate file ${path}.`, {
      cure: 'A Taxiway server keeps its ca.pem in its data folder and prints the path when it starts.',
      cause,
    })
  })
  return path
}

function missing(option: string): CliError {
  return new CliError(`Nobody to sign in as: ${option} is missing.`, {
    cure: 'See: taxiway login --help',
  })
}
