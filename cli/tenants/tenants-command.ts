/** `taxiway tenants`: what the operator of an installation sets for each of its tenants. */
import { Command, InvalidArgumentError, Option } from 'commander'
import type { Disclosures, HeldRowsDecided, Tenant } from 'taxiway-autopilot/admin'
import { withExamples } from '../examples.ts'
import { connect } from '../graph/client.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { askToConfirm, type Confirmation, withConfirmOptions } from '../terminal/confirm.ts'
import { counted, outputOf } from '../terminal/output.ts'

const tenantsPath = '/admin/v1/tenants'
const pathOf = (tenant: string) => `${tenantsPath}/${encodeURIComponent(tenant)}`

export function tenantsCommand(): Command {
  const command = new Command('tenants').description(
    'Tenants of the installation, for its operators.',
  )
  command.addCommand(listCommand()).addCommand(answersCommand()).addCommand(releaseCommand())
  return withExamples(command, {
    'taxiway tenants list': 'every tenant',
    'taxiway tenants disclosures contoso.test': 'what it learns about devices of others',
    'taxiway tenants release contoso.test':
      'let rows through that wait because its disclosures are used up',
  })
}

function listCommand(): Command {
  const command = withContextOption(new Command('list'))
    .description('List the tenants of the installation.')
    .action(async () => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const { value } = await ofTaxiway(graph, () =>
        graph.get<{ value: readonly Tenant[] }>(tenantsPath),
      )
      output.rows(value, [
        { key: 'id', title: 'Id' },
        { key: 'displayName', title: 'Name' },
        { key: 'domains', title: 'Domains' },
      ])
      output.say(`${counted(value.length, 'tenant')}.`)
    })
  return withExamples(command, { 'taxiway tenants list --json': 'all of each, as JSON' })
}

function answersCommand(): Command {
  const command = withContextOption(new Command('disclosures'))
    .description('Show or set how often a day a tenant may learn that others have its devices.')
    .argument('<tenant>', 'its id or a domain')
    .addOption(new Option('--per-day <number>', 'set it').argParser(wholeNumber))
    .action(async (tenant: string, { perDay }: { perDay?: number }) => {
      const graph = connect(await contextFor(command))
      const path = `${pathOf(tenant)}/disclosures`
      const found = await ofTaxiway(graph, () =>
        perDay === undefined
          ? graph.get<Disclosures>(path)
          : graph.patch<Disclosures>(path, JSON.stringify({ perDay })),
      )
      outputOf(command).rows(
        [found],
        [
          { key: 'perDay', title: 'Per day' },
          { key: 'today', title: 'Today' },
          { key: 'held', title: 'Rows that wait' },
        ],
      )
    })
  return withExamples(command, {
    'taxiway tenants disclosures contoso.test --per-day 500': 'for one that imports from dealers',
  })
}

function wholeNumber(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError('A whole number is needed.')
  return Number(text)
}

function releaseCommand(): Command {
  const command = withConfirmOptions(withContextOption(new Command('release')))
    .description('Decide all rows of a tenant that wait because its disclosures are used up.')
    .argument('<tenant>', 'its id or a domain')
    .option('--reject', 'refuse them instead')
    .action(async (tenant: string, options: Confirmation & { reject?: true }) => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const words = options.reject ? 'Refuse' : 'Release'
      await askToConfirm(`${words} all rows of ${tenant} that wait?`, options)
      const body = JSON.stringify({ decision: options.reject ? 'reject' : 'release' })
      let decided = 0
      for (let left = 1; left > 0; ) {
        const done = await ofTaxiway(graph, () =>
          graph.post<HeldRowsDecided>(`${pathOf(tenant)}/held-rows/decide`, body),
        )
        decided += done.decided
        left = done.decided === 0 ? 0 : done.left
      }
      output.say(`${counted(decided, 'row')} decided.`)
    })
  return withExamples(command, {
    'taxiway tenants release contoso.test --yes': 'without being asked, for scripts',
  })
}
