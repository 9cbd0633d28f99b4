/** `taxiway intake`: codes for technicians, and what they handed in with them. */
import { Command } from 'commander'
import type {
  IntakeApproval,
  IntakeAssociation,
  IntakeCodeRequest,
  IntakeCodeView,
  IntakeRejection,
  IntakeView,
  NewIntakeCodeView,
} from 'taxiway-autopilot/admin'
import type { Graph } from 'taxiway-graph-client'
import { withExamples } from '../examples.ts'
import { connect } from '../graph/client.ts'
import { everyPage } from '../graph/every-page.ts'
import { removeNamed } from '../graph/remove-named.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { askToConfirm, type Confirmation, withConfirmOptions } from '../terminal/confirm.ts'
import { counted, outputOf } from '../terminal/output.ts'

const path = '/admin/v1/intake'
const codePath = '/admin/v1/intake-codes'

export function intakeCommand(): Command {
  const command = new Command('intake').description(
    'Let technicians hand in devices with a code and without an account, and decide about what they hand in\n' +
      '(docs/intake.md).',
  )
  for (const each of [code(), codes(), withdraw(), list(), approve(), reject()])
    command.addCommand(each)
  return withExamples(command, {
    'taxiway intake code --label Hamburg': 'a code for one device',
    'taxiway intake list': 'what waits for a decision',
    'taxiway intake approve <id> --group-tag Kiosk': 'register the device',
  })
}

type CodeOptions = {
  readonly label?: string
  readonly groupTag?: string
  readonly minutes?: string
  readonly key?: true
}

function code(): Command {
  const command = withContextOption(new Command('code'))
    .description('Make a code with which one device is handed in. It is printed once.')
    .option('--label <text>', 'what it is for; the approver sees it')
    .option('--group-tag <tag>', 'the tag of the device, unless the approver gives another')
    .option('--minutes <minutes>', 'how long it is valid; 60 for a code, 30 days for a key')
    .option('--key', 'a key for a webhook of WindowsDeviceLink, which hands in many')
    .action(async ({ label, groupTag, minutes, key }: CodeOptions) => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const request: IntakeCodeRequest = {
        kind: key ? 'key' : 'once',
        label,
        groupTag,
        ...(minutes !== undefined && { minutes: Number(minutes) }),
      }
      const body = JSON.stringify(request)
      const made = await ofTaxiway(graph, () => graph.post<NewIntakeCodeView>(codePath, body))
      output.rows(
        [made],
        [
          { key: 'code', title: 'Code' },
          { key: 'url', title: 'Address' },
          { key: 'expiresDateTime', title: 'Good until' },
        ],
      )
      if (output.format !== 'table') return
      for (const line of halfBlocks(made.qr)) output.say(line)
      if (made.command !== null) output.say(`At the device, in PowerShell: ${made.command}`)
    })
  return withExamples(command, {
    'taxiway intake code --group-tag Kiosk --minutes 30': 'for half an hour',
    'taxiway intake code --key --label Deployment': 'for WindowsDeviceLink',
  })
}

/** Two rows of the code in one line of text, light on dark. */
function halfBlocks(rows: readonly string[]): readonly string[] {
  const lines: string[] = []
  for (let y = 0; y < rows.length; y += 2) {
    const [upper = '', lower = ''] = [rows[y], rows[y + 1]]
    lines.push([...upper].map((module, x) => blockOf(module, lower[x])).join(''))
  }
  return lines
}

function blockOf(upper: string, lower: string | undefined): string {
  if (upper === '0') return lower === '0' ? '█' : '▀'
  return lower === '0' ? '▄' : ' '
}

function codes(): Command {
  const command = withContextOption(new Command('codes'))
    .description('List codes and keys, newest first, without their secrets.')
    .action(async () => {
      const graph = connect(await contextFor(command))
      const value = await everyPage<IntakeCodeView>(graph, codePath)
      outputOf(command).rows(value, [
        { key: 'id', title: 'Id' },
        { key: 'kind', title: 'Kind' },
        { key: 'label', title: 'Label' },
        { key: 'state', title: 'State' },
        { key: 'createdBy', title: 'Made by' },
        { key: 'expiresDateTime', title: 'Good until' },
      ])
    })
  return withExamples(command, { 'taxiway intake codes': 'which are still unused' })
}

function withdraw(): Command {
  const command = withContextOption(new Command('withdraw'))
    .description('Withdraw a code or key: nothing more is handed in with it.')
    .argument('<id>')
    .action(async (id: string) => {
      const graph = connect(await contextFor(command))
      const named = { what: `code or key ${id}`, list: 'taxiway intake codes' }
      await ofTaxiway(graph, () =>
        removeNamed(graph, `${codePath}/${encodeURIComponent(id)}`, named),
      )
      outputOf(command).say('Withdrawn.')
    })
  return withExamples(command, { 'taxiway intake withdraw <id>': 'a key that got about' })
}

function list(): Command {
  const command = withContextOption(new Command('list'))
    .description('List what was handed in; what waits for a decision comes first.')
    .action(async () => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const value = await everyPage<IntakeView>(graph, path)
      output.rows(value, [
        { key: 'id', title: 'Id' },
        { key: 'state', title: 'State' },
        { key: 'kind', title: 'Kind' },
        { key: 'serialNumber', title: 'Serial number' },
        { key: 'manufacturer', title: 'Manufacturer' },
        { key: 'model', title: 'Model' },
        { key: 'note', title: 'Note' },
        { key: 'decidedBy', title: 'Decided by' },
      ])
      const waiting = value.filter(({ state }) => state === 'pending').length
      output.say(`${counted(waiting, 'device')} to decide about.`)
    })
  return withExamples(command, { 'taxiway intake list --json': 'with addresses and times' })
}

type ApproveOptions = Confirmation & { readonly groupTag?: string; readonly policy?: string }

function approve(): Command {
  const command = withConfirmOptions(withContextOption(new Command('approve')))
    .description(
      'Register the device whose hash was handed in, or associate the one whose link was.',
    )
    .argument('<id>')
    .option('--group-tag <tag>', 'the tag that a registered device gets')
    .option('--policy <id>', 'the device preparation policy that an associated device gets')
    .action(async (id: string, { groupTag, policy, ...options }: ApproveOptions) => {
      const graph = connect(await contextFor(command))
      const value = await everyPage<IntakeView>(graph, path)
      const about = value.find((each) => each.id === id)
      const name = about?.serialNumber || 'this device'
      await askToConfirm(`Approve ${name}?`, options)
      const body = about?.kind === 'link' ? { policyId: policy } : { groupTag }
      await decide(graph, `${id}/${about?.kind === 'link' ? 'associate' : 'approve'}`, body)
      outputOf(command).say('Approved.')
    })
  return withExamples(command, { 'taxiway intake approve <id> --yes': 'without confirmation' })
}

function reject(): Command {
  const command = withContextOption(new Command('reject'))
    .description('Reject what was handed in. Nothing is registered, and its content is forgotten.')
    .argument('<id>')
    .option('--reason <text>', 'the technician sees it')
    .action(async (id: string, { reason }: { reason?: string }) => {
      const graph = connect(await contextFor(command))
      await decide(graph, `${encodeURIComponent(id)}/reject`, { reason })
      outputOf(command).say('Rejected.')
    })
  return withExamples(command, {
    'taxiway intake reject <id> --reason "Not one of ours"': 'with a reason',
  })
}

async function decide(
  graph: Graph,
  act: string,
  body: IntakeApproval | IntakeAssociation | IntakeRejection,
): Promise<void> {
  await ofTaxiway(graph, () => graph.post(`${path}/${act}`, JSON.stringify(body)))
}
