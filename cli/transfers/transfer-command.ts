/** `taxiway transfer`: devices from one tenant of a Taxiway server to another. */
import { Command } from 'commander'
import type {
  List,
  NamedTransfer,
  NewTransfer,
  TransferAcceptance,
  TransferAnswer,
  TransferCertificates,
  TransferDispute,
  TransferOffer,
  TransferView,
} from 'taxiway-autopilot/admin'
import type { Graph } from 'taxiway-graph-client'
import { askToConfirm, type Confirmation, withConfirmOptions } from '../confirm.ts'
import { withExamples } from '../examples.ts'
import { connect } from '../graph/client.ts'
import { findDevice } from '../graph/find-device.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { counted, outputOf } from '../output.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { decideCommand } from './decide-command.ts'
import { moveCommand } from './move-command.ts'

const path = '/admin/v1/transfers'

const columns = [
  { key: 'id', title: 'Transfer' },
  { key: 'side', title: 'You are' },
  { key: 'state', title: 'State' },
  { key: 'count', title: 'Devices' },
  { key: 'expiresDateTime', title: 'Offer ends' },
] as const

export function transferCommand(): Command {
  const command = new Command('transfer').description(
    'Give registered devices to another tenant of the same Taxiway server, or take them over (docs/transfers.md).',
  )
  const all = [list(), offer(), look(), accept(), decline(), withdraw(), dispute(), answer()]
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
      const { value } = await ofTaxiway(graph, () => graph.get<List<TransferView>>(from))
      output.rows(value, columns)
      output.say(`${counted(value.length, 'transfer')}.`)
    })
  return withExamples(command, { 'taxiway transfer list --json': 'with devices and disputes' })
}

type OfferOptions = Confirmation & {
  to?: string
  message?: string
  anonymous?: true
  days: string
}

function offer(): Command {
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
      output.say('The code is shown only now. Hand it to the receiver by another way than mail.')
    })
  return withExamples(command, {
    'taxiway transfer offer PF3ABCDE 5CG1234XYZ --to seaplane.test --yes': 'without confirmation',
  })
}

function look(): Command {
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

function accept(): Command {
  const command = withConfirmOptions(withContextOption(new Command('accept')))
    .description('Take devices over: the registrations move at once.')
    .argument('<code or id>', 'an id only of an offer to your tenant by name')
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

function decline(): Command {
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

function withdraw(): Command {
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

function dispute(): Command {
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

function answer(): Command {
  const command = withContextOption(new Command('answer'))
    .description('Say something to a dispute, as the receiver, before the operator decides.')
    .argument('<id>')
    .requiredOption('--text <text>', 'for the operator and the giver')
    .action(async (id: string, { text }: { text: string }) => {
      const graph = connect(await contextFor(command))
      await sent(graph, `/${id}/answer`, { answer: text })
      outputOf(command).say('Done.')
    })
  return withExamples(command, { 'taxiway transfer answer <id> --text "So it was"': 'in time' })
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

function nameOf(named: string): NamedTransfer {
  return /^[0-9a-f]{8}-/i.test(named) && named.length === 36
    ? { transferId: named }
    : { code: named }
}

type Sent =
  | TransferOffer
  | TransferAcceptance
  | TransferDispute
  | TransferAnswer
  | Record<string, never>

async function sent<Answer>(graph: Graph, at: string, body: Sent): Promise<Answer> {
  return await ofTaxiway(graph, () => graph.post<Answer>(`${path}${at}`, JSON.stringify(body)))
}
