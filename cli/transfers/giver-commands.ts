/** `taxiway transfer offer`, `withdraw` and `dispute`: the giver's side. */
import { Command } from 'commander'
import type { NewTransfer } from 'taxiway-autopilot/admin'
import { withExamples } from '../examples.ts'
import { connect } from '../graph/client.ts'
import { findDevice } from '../graph/find-device.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { askToConfirm, type Confirmation, withConfirmOptions } from '../terminal/confirm.ts'
import { counted, outputOf } from '../terminal/output.ts'
import { sent } from './transfer-requests.ts'

export const columns = [
  { key: 'id', title: 'Transfer' },
  { key: 'side', title: 'You are' },
  { key: 'state', title: 'State' },
  { key: 'count', title: 'Devices' },
  { key: 'expiresDateTime', title: 'Offer ends' },
] as const

type OfferOptions = Confirmation & {
  to?: string
  message?: string
  anonymous?: true
  days: string
}

export function offerCommand(): Command {
  const command = withConfirmOptions(withContextOption(new Command('offer')))
    .description('Offer devices to another tenant. The code is printed once.')
    .argument('<device...>', 'serial numbers or ids')
    .option('--to <domain>', 'for this tenant alone; absent: for anyone who has the code')
    .option('--message <text>', 'the receiver sees it')
    .option('--anonymous', 'the certificates do not name your tenant')
    .option('--days <days>', 'how long the offer is open, up to 14', '14')
    .action(async (names: string[], options: OfferOptions) => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const deviceIds: string[] = []
      for (const name of names) deviceIds.push((await findDevice(graph, name)).id)
      const to = options.to === undefined ? 'anyone who has the code' : options.to
      await askToConfirm(`Offer ${counted(deviceIds.length, 'device')} to ${to}?`, options)
      const made = await sent<NewTransfer>(graph, '', {
        deviceIds,
        to: options.to === undefined ? undefined : { tenantDomain: options.to },
        message: options.message,
        anonymous: options.anonymous,
        expiresInDays: Number(options.days),
      })
      output.rows([made], [...columns, { key: 'code', title: 'Code' }])
      output.say(
        'The code is shown only now. Hand it to the receiver by some other means than mail.',
      )
    })
  return withExamples(command, {
    'taxiway transfer offer PF3ABCDE 5CG1234XYZ --to seaplane.test --yes': 'without confirmation',
  })
}

export function withdrawCommand(): Command {
  const command = withContextOption(new Command('withdraw'))
    .description('Take an offer back that nobody has accepted.')
    .argument('<id>')
    .action(async (id: string) => {
      const graph = connect(await contextFor(command))
      await sent(graph, `/${id}/withdraw`, {})
      outputOf(command).say('Withdrawn.')
    })
  return withExamples(command, { 'taxiway transfer withdraw <id>': 'the code is void' })
}

export function disputeCommand(): Command {
  const command = withContextOption(new Command('dispute'))
    .description('Object to a completed transfer, within seven days: the operator decides.')
    .argument('<id>')
    .requiredOption('--reason <text>', 'for the operator and the receiver')
    .action(async (id: string, { reason }: { reason: string }) => {
      const graph = connect(await contextFor(command))
      await sent(graph, `/${id}/dispute`, { reason })
      outputOf(command).say('The operator of the installation decides.')
    })
  return withExamples(command, {
    'taxiway transfer dispute <id> --reason "The wrong crate"': 'as the giver',
  })
}
