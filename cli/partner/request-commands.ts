/** `taxiway partner ask`, `requests` and `withdraw`: links by which customers become customers. */
import { Command } from 'commander'
import type { PartnerRequest } from 'taxiway-autopilot/admin'
import { withExamples } from '../examples.ts'
import { connect } from '../graph/client.ts'
import { everyPage } from '../graph/every-page.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { counted, outputOf } from '../terminal/output.ts'

const path = '/admin/v1/partner/relationship-requests'

const columns = [
  { key: 'id', title: 'Request' },
  { key: 'state', title: 'State' },
  { key: 'scopes', title: 'Asks for' },
  { key: 'expiresAt', title: 'Until' },
  { key: 'url', title: 'Link' },
] as const

type Asking = {
  readonly scope?: readonly string[]
  readonly delegatedAdmin?: true
  readonly message?: string
}

export function askCommand(): Command {
  const command = withContextOption(new Command('ask'))
    .description('Ask a customer for consent: prints the link to send to a Global Administrator.')
    .argument('[domain]', 'of the customer; without it, anyone who gets the link can accept it')
    .option(
      '--scope <scopes...>',
      'what to ask for, such as devices.add; default: add, read and remove your own devices, manage profiles',
    )
    .option('--delegated-admin', 'ask for delegated administration too; nothing here needs it')
    .option('--message <text>', 'for the customer')
    .action(async (domain: string | undefined, { scope, ...rest }: Asking) => {
      const graph = connect(await contextFor(command))
      const body = JSON.stringify({
        ...(domain !== undefined && { customerDomain: domain }),
        ...(scope !== undefined && { scopes: scope }),
        ...rest,
      })
      const made = await ofTaxiway(graph, () => graph.post<PartnerRequest>(path, body))
      const output = outputOf(command)
      if (output.format === 'table') output.line(made.url)
      else output.rows([made], columns)
      output.say('Send the link to a Global Administrator of the customer.')
    })
  return withExamples(command, {
    'taxiway partner ask aerofleet.test --message "Autumn order"': 'the usual scopes',
    'taxiway partner ask aerofleet.test --scope devices.add': 'only to add devices',
  })
}

export function requestsCommand(): Command {
  const command = withContextOption(new Command('requests'))
    .description('List your requests for consent, with their links.')
    .action(async () => {
      const graph = connect(await contextFor(command))
      const value = await everyPage<PartnerRequest>(graph, path)
      const output = outputOf(command)
      output.rows(value, columns)
      output.say(`${counted(value.length, 'request')}.`)
    })
  return withExamples(command, { 'taxiway partner requests': 'newest first' })
}

export function withdrawCommand(): Command {
  const command = withContextOption(new Command('withdraw'))
    .description('Withdraw a request: its link no longer works.')
    .argument('<request>')
    .action(async (id: string) => {
      const graph = connect(await contextFor(command))
      const of = `${path}/${encodeURIComponent(id)}/withdraw`
      await ofTaxiway(graph, () => graph.post(of, '{}'))
      outputOf(command).say('Withdrawn.')
    })
  return withExamples(command, { 'taxiway partner withdraw <request>': 'by the id of the list' })
}
