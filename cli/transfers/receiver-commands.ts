/** `taxiway transfer look`, `accept`, `decline` and `answer`: the receiver's side. */
import { Command } from 'commander'
import type { TransferAcceptance, TransferView } from 'taxiway-autopilot/admin'
import { withExamples } from '../examples.ts'
import { connect } from '../graph/client.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { askToConfirm, type Confirmation, withConfirmOptions } from '../terminal/confirm.ts'
import { outputOf } from '../terminal/output.ts'
import { nameOf, sent } from './transfer-requests.ts'

export function lookCommand(): Command {
  const command = withContextOption(new Command('look'))
    .description('Show what an offer is about, by its code: how many devices of which model.')
    .argument('<code>')
    .action(async (code: string) => {
      const graph = connect(await contextFor(command))
      const { models } = await sent<TransferView>(graph, '/look', { code })
      outputOf(command).rows(models, [
        { key: 'model', title: 'Model' },
        { key: 'count', title: 'Devices' },
      ])
    })
  return withExamples(command, { 'taxiway transfer look ABCD-EFGH-IJKL-MNOP': 'before accepting' })
}

export function acceptCommand(): Command {
  const command = withConfirmOptions(withContextOption(new Command('accept')))
    .description('Take devices over: the registrations move at once.')
    .argument('<code or id>', 'the code, or the id of an offer that names your tenant')
    .option('--group-tag <tag>', 'the tag that they get')
    .action(async (named: string, options: Confirmation & { groupTag?: string }) => {
      const graph = connect(await contextFor(command))
      await askToConfirm('Take these devices over?', options)
      const body: TransferAcceptance = { ...nameOf(named), groupTag: options.groupTag }
      const done = await sent<TransferView>(graph, '/accept', body)
      outputOf(command).rows(done.devices, [
        { key: 'serialNumber', title: 'Serial number' },
        { key: 'registrationId', title: 'Registration' },
      ])
    })
  return withExamples(command, {
    'taxiway transfer accept ABCD-EFGH-IJKL-MNOP --yes': 'without confirmation',
  })
}

export function declineCommand(): Command {
  const command = withContextOption(new Command('decline'))
    .description('Decline an offer.')
    .argument('<code or id>')
    .action(async (named: string) => {
      const graph = connect(await contextFor(command))
      await sent(graph, '/decline', nameOf(named))
      outputOf(command).say('Declined.')
    })
  return withExamples(command, { 'taxiway transfer decline ABCD-EFGH-IJKL-MNOP': 'for good' })
}

export function answerCommand(): Command {
  const command = withContextOption(new Command('answer'))
    .description('Answer a dispute, as the receiver, before the operator decides.')
    .argument('<id>')
    .requiredOption('--text <text>', 'for the operator and the giver')
    .action(async (id: string, { text }: { text: string }) => {
      const graph = connect(await contextFor(command))
      await sent(graph, `/${id}/answer`, { answer: text })
      outputOf(command).say('Done.')
    })
  return withExamples(command, { 'taxiway transfer answer <id> --text "So it was"': 'in time' })
}
