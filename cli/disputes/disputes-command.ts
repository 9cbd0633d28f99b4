/** `taxiway disputes`: registrations by hash alone that a device's proof contradicts. */
import { Command } from 'commander'
import type {
  ClaimToken,
  DisputeDecision,
  DisputeObjection,
  DisputeView,
} from 'taxiway-autopilot/admin'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { everyPage } from '../graph/every-page.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { askToConfirm, type Confirmation, withConfirmOptions } from '../terminal/confirm.ts'
import { counted, outputOf } from '../terminal/output.ts'

const path = '/admin/v1/disputes'

const columns = [
  { key: 'id', title: 'Dispute' },
  { key: 'side', title: 'You are' },
  { key: 'serialNumber', title: 'Serial number' },
  { key: 'state', title: 'State' },
  { key: 'dueDateTime', title: 'Notice ends' },
] as const

export function disputesCommand(): Command {
  const command = new Command('disputes').description(
    'A device that proves its TPM takes itself from a tenant that registered its hash alone, after a week in which\n' +
      'that tenant can release or contest it.',
  )
  for (const each of [list(), token(), contest(), release(), decide()]) command.addCommand(each)
  return withExamples(command, {
    'taxiway disputes list': 'what others claim from you, and what you claim',
    'taxiway disputes contest <id> --reason "Bought in May"': 'let the operator decide',
  })
}

function list(): Command {
  const command = withContextOption(new Command('list'))
    .description('List disputes, newest first.')
    .option('--undecided', 'undecided disputes of all tenants (operators)')
    .action(async ({ undecided }: { undecided?: true }) => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const from = undecided ? `${path}/undecided` : path
      const value = await everyPage<DisputeView>(graph, from)
      output.rows(value, columns)
      output.say(`${counted(value.length, 'dispute')}.`)
    })
  return withExamples(command, { 'taxiway disputes list --json': 'every detail, as JSON' })
}

function token(): Command {
  const command = withContextOption(new Command('token'))
    .description('Make a claim token: a device that proves itself with it opens a dispute for you.')
    .action(async () => {
      const graph = connect(await contextFor(command))
      const made = await ofTaxiway(graph, () =>
        graph.post<ClaimToken>('/admin/v1/claim-tokens', '{}'),
      )
      outputOf(command).rows(
        [made],
        [
          { key: 'token', title: 'Token' },
          { key: 'expiresDateTime', title: 'Good until' },
        ],
      )
    })
  return withExamples(command, { 'taxiway disputes token': 'good once, for a day' })
}

function contest(): Command {
  const command = withContextOption(new Command('contest'))
    .description('Say that the device is yours: the operator of the installation decides.')
    .argument('<id>')
    .requiredOption('--reason <text>', 'for the operator; the other tenant does not see it')
    .action(async (id: string, { reason }: { reason: string }) => {
      await send(command, `${id}/contest`, { reason })
    })
  return withExamples(command, {
    'taxiway disputes contest <id> --reason "Invoice 4711"': 'before the notice ends',
  })
}

function release(): Command {
  const command = withConfirmOptions(withContextOption(new Command('release')))
    .description('Give the device up: it is registered for the tenant that proved it.')
    .argument('<id>')
    .action(async (id: string, options: Confirmation) => {
      await askToConfirm('Give the device to the tenant that proved it?', options)
      await send(command, `${id}/release`, {})
    })
  return withExamples(command, { 'taxiway disputes release <id> --yes': 'without confirmation' })
}

function decide(): Command {
  const command = withConfirmOptions(withContextOption(new Command('decide')))
    .description('Decide a dispute between two tenants (operators).')
    .argument('<id>')
    .argument('<decision>', 'keep or displace')
    .requiredOption('--reason <text>', 'for both tenants, and the audit trail')
    .action(async (id: string, decision: string, options: Confirmation & { reason: string }) => {
      if (decision !== 'keep' && decision !== 'displace')
        throw new CliError(`${decision} is not a decision: it is keep or displace.`)
      await askToConfirm(`Decide the dispute ${id}: ${decision}?`, options)
      await send(command, `${id}/decide`, { decision, reason: options.reason })
    })
  return withExamples(command, {
    'taxiway disputes decide <id> keep --reason "The invoice is theirs"': 'the registration stays',
  })
}

async function send(
  command: Command,
  act: string,
  body: DisputeObjection | DisputeDecision | Record<string, never>,
): Promise<void> {
  const graph = connect(await contextFor(command))
  await ofTaxiway(graph, () => graph.post(`${path}/${act}`, JSON.stringify(body)))
  outputOf(command).say('Done.')
}
