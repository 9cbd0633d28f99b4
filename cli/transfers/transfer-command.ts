/** `taxiway transfer`: devices from one tenant of a Taxiway server to another. */
import { Command } from 'commander'
import type { TransferCertificates, TransferView } from 'taxiway-autopilot/admin'
import { withExamples } from '../examples.ts'
import { connect } from '../graph/client.ts'
import { everyPage } from '../graph/every-page.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { counted, outputOf } from '../terminal/output.ts'
import { decideCommand } from './decide-command.ts'
import { columns, disputeCommand, offerCommand, withdrawCommand } from './giver-commands.ts'
import { moveCommand } from './move-command.ts'
import { acceptCommand, answerCommand, declineCommand, lookCommand } from './receiver-commands.ts'
import { path } from './transfer-requests.ts'

export function transferCommand(): Command {
  const command = new Command('transfer').description(
    'Give registered devices to another tenant of the same Taxiway server, or take them over (docs/transfers.md).',
  )
  const all = [
    list(),
    offerCommand(),
    lookCommand(),
    acceptCommand(),
    declineCommand(),
    withdrawCommand(),
    disputeCommand(),
    answerCommand(),
  ]
  for (const each of [...all, decideCommand(), certificates(), moveCommand()])
    command.addCommand(each)
  return withExamples(command, {
    'taxiway transfer offer PF3ABCDE --to seaplane.test': 'for that tenant alone',
    'taxiway transfer accept ABCD-EFGH-IJKL-MNOP --group-tag Inherited': 'as the receiver',
  })
}

function list(): Command {
  const command = withContextOption(new Command('list'))
    .description('List transfers that you give or receive, newest first.')
    .option('--disputed', 'those of all tenants whose dispute waits for a decision (operators)')
    .action(async ({ disputed }: { disputed?: true }) => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const from = disputed ? `${path}/disputed` : path
      const value = await everyPage<TransferView>(graph, from)
      output.rows(value, columns)
      output.say(`${counted(value.length, 'transfer')}.`)
    })
  return withExamples(command, { 'taxiway transfer list --json': 'with devices and disputes' })
}

function certificates(): Command {
  const command = withContextOption(new Command('certificates'))
    .description(
      'Print the release certificates of a completed transfer, one for each device, or those of one registration.',
    )
    .argument('<id>', 'of the transfer')
    .option('--registration', 'the id is that of a registration that was released or repaired')
    .action(async (id: string, { registration }: { registration?: true }) => {
      const graph = connect(await contextFor(command))
      const at =
        registration === true
          ? `/admin/v1/release-certificates/${id}`
          : `${path}/${id}/certificates`
      const found = await ofTaxiway(graph, () => graph.get<TransferCertificates>(at))
      outputOf(command).rows(found.certificates, [
        { key: 'serialNumber', title: 'Serial number' },
        { key: 'sequence', title: 'Place' },
        { key: 'verifyUrl', title: 'Verify at' },
        { key: 'jws', title: 'Certificate' },
      ])
    })
  return withExamples(command, {
    'taxiway transfer certificates <id> --json': 'to keep, and for: taxiway release verify',
  })
}
