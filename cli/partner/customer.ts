/** The customer that a partner's command names, by id, domain or name. */
import type { PartnerCustomer } from 'taxiway-autopilot/admin'
import type { Graph } from 'taxiway-graph-client'
import { CliError, exitCodes } from '../exit.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'

export const customersPath = '/admin/v1/partner/customers'

export async function customersOf(graph: Graph): Promise<readonly PartnerCustomer[]> {
  const { value } = await ofTaxiway(graph, () =>
    graph.get<{ value: readonly PartnerCustomer[] }>(customersPath),
  )
  return value
}

/** Where the partner's work at this customer is. */
export async function pathOfCustomer(graph: Graph, named: string): Promise<string> {
  const wanted = named.toLowerCase()
  const found = (await customersOf(graph)).filter(({ id, domain, displayName }) =>
    [id, domain, displayName].some((each) => each.toLowerCase() === wanted),
  )
  const [customer, second] = found
  if (second !== undefined)
    throw new CliError(`'${named}' is the name of several customers.`, {
      exitCode: exitCodes.ambiguous,
      hint: `Name one by its id: ${found.map(({ id }) => id).join(', ')}`,
    })
  if (customer === undefined)
    throw new CliError(`No customer is called '${named}'.`, {
      hint: 'See who lets you act: taxiway partner customers. Ask somebody else: taxiway partner ask <domain>.',
    })
  return `${customersPath}/${customer.id}`
}
