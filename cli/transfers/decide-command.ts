/** `taxiway transfer decide`: the operator of the installation ends a dispute about a transfer. */
import { Command } from 'commander'
import type { TransferDecision, TransferView } from 'taxiway-autopilot/admin'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { askToConfirm, type Confirmation, withConfirmOptions } from '../terminal/confirm.ts'
import { outputOf } from '../terminal/output.ts'

export function decideCommand(): Command {
  const command = withConfirmOptions(withContextOption(new Command('decide')))
    .description('Decide the dispute about a transfer (operators).')
    .argument('<id>', 'of the transfer; see: taxiway transfer list --disputed')
    .argument('<decision>', 'keep or reverse')
    .requiredOption('--reason <text>', 'for both tenants, and the audit trail')
    .action(async (id: string, decision: string, options: Confirmation & { reason: string }) => {
      if (decision !== 'keep' && decision !== 'reverse')
        throw new CliError(`${decision} is not a decision: it is keep or reverse.`)
      await askToConfirm(`Decide the dispute about transfer ${id}: ${decision}?`, options)
      const graph = connect(await contextFor(command))
      const body: TransferDecision = { decision, reason: options.reason }
      await ofTaxiway(graph, () =>
        graph.post<TransferView>(`/admin/v1/transfers/${id}/decide`, JSON.stringify(body)),
      )
      outputOf(command).say('Done.')
    })
  return withExamples(command, {
    'taxiway transfer decide <id> reverse --reason "The wrong crate"': 'the devices go back',
  })
}
