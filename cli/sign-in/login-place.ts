/** Where a sign-in goes and for which application: from the options, else from the environment. */
import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Context, readContexts } from '../context/context-file.ts'
import { environment } from '../context/environment.ts'
import { CliError } from '../exit.ts'
import { microsoft, originOf } from './current-context.ts'

export type PlaceOptions = {
  readonly url?: string
  readonly tenant?: string
  readonly clientId?: string
  readonly ca?: string
}

/** The id under which every Taxiway server knows this command line, for people who sign in with it. */
export const commandLineId = '5d0c7d9e-3f0b-4d0e-9c55-1f6a4e0b7c21'

/** A context without credentials; people need no application of their own at a Taxiway server. */
export async function contextOf(
  options: PlaceOptions,
  { isPerson, isMachine }: { readonly isPerson: boolean; readonly isMachine: boolean },
): Promise<Context> {
  const { graph, authority } = endpointsOf(options)
  const tenant = options.tenant ?? environment('TAXIWAY_TENANT')
  const ownId = isPerson && graph !== microsoft.graph ? commandLineId : undefined
  const machine = isMachine ? 'managed identity' : undefined
  const clientId = options.clientId ?? environment('TAXIWAY_CLIENT_ID') ?? ownId ?? machine
  if (tenant === undefined) throw missing('--tenant <domain or id>')
  if (clientId === undefined) throw missing('--client-id <id>')
  const ca = await authorityFileFor(graph, options.ca ?? environment('TAXIWAY_CA'))
  return { graph, authority, tenant, clientId, ...(ca === undefined ? {} : { ca }) }
}

function endpointsOf({ url }: PlaceOptions): Pick<Context, 'graph' | 'authority'> {
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
      hint: 'A Taxiway server keeps its ca.pem in its data folder and prints the path when it starts.',
      cause,
    })
  })
  return path
}

function missing(option: string): CliError {
  return new CliError(`The sign-in is incomplete: ${option} is missing.`, {
    hint: 'See: taxiway login --help',
  })
}
