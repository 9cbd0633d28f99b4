/** `taxiway approvals`: what one person may not do alone, and the second person's decision. */
import { Command, Option } from 'commander'
import type {
  Approval,
  ApprovalDecision,
  ApprovalPage,
  ApprovalSubjectPage,
} from 'taxiway-autopilot/admin'
import type { Graph } from 'taxiway-graph-client'
import { withExamples } from '../examples.ts'
import { connect } from '../graph/client.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { askToConfirm, type Confirmation, withConfirmOptions } from '../terminal/confirm.ts'
import { counted, outputOf } from '../terminal/output.ts'

const path = '/admin/v1/approvals'

const columns = [
  { key: 'id', title: 'Approval' },
  { key: 'action', title: 'Action' },
  { key: 'devices', title: 'Devices' },
  { key: 'state', title: 'State' },
  { key: 'requestedBy', title: 'Requested by' },
  { key: 'expiresAt', title: 'Expires' },
] as const

const rowOf = (approval: Approval) => ({ ...approval, devices: approval.subjects.count })

export function approvalsCommand(): Command {
  const command = new Command('approvals').description(
    'One person may delete, release or wipe only a few devices a day; above that a second person approves.',
  )
  const all = [
    listCommand(),
    showCommand(),
    decision('approve'),
    decision('reject'),
    cancelCommand(),
  ]
  for (const each of all) command.addCommand(each)
  return withExamples(command, {
    'taxiway approvals list': 'what waits for a second person',
    'taxiway approvals show <id>': 'exactly which devices it is about',
    'taxiway approvals approve <id>': 'as the second person, after a fresh sign-in',
  })
}

function listCommand(): Command {
  const command = withContextOption(new Command('list'))
    .description('List approvals, the newest first.')
    .addOption(
      new Option('--state <state>', 'only those in this state')
        .choices([
          'pending',
          'approved',
          'rejected',
          'expired',
          'cancelled',
          'void',
          'executed',
          'all',
        ])
        .default('pending'),
    )
    .action(async ({ state }: { readonly state: string }) => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const found = await ofTaxiway(graph, () => Array.fromAsync(approvalsIn(graph, state)))
      output.rows(found.map(rowOf), columns)
      output.say(`${counted(found.length, 'approval')}.`)
    })
  return withExamples(command, { 'taxiway approvals list --state all --json': 'every detail' })
}

function showCommand(): Command {
  const command = withContextOption(new Command('show'))
    .description('Show one approval with everything that it is about.')
    .argument('<id>')
    .action(async (id: string) => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const { approval, subjects } = await ofTaxiway(graph, () => whole(graph, id))
      if (output.format === 'json') return output.json({ ...approval, subjects })
      output.rows([rowOf(approval)], columns)
      output.rows(subjects, [
        { key: 'name', title: 'Device' },
        { key: 'id', title: 'Id' },
      ])
      output.say(`Digest of the action and its devices: ${approval.digest}`)
    })
  return withExamples(command, { 'taxiway approvals show <id> --json': 'as JSON' })
}

function decision(verb: 'approve' | 'reject'): Command {
  const command = withConfirmOptions(withContextOption(new Command(verb)))
    .description(
      verb === 'approve'
        ? 'Approve as a second person; the requester then runs the same command again.'
        : 'Reject it.',
    )
    .argument('<id>')
    .option('--reason <text>', 'kept with the decision')
    .action(async (id: string, options: Confirmation & { readonly reason?: string }) => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const { approval, subjects } = await ofTaxiway(graph, () => whole(graph, id))
      if (options.yes !== true)
        for (const { name, id: device } of subjects.slice(0, 20))
          output.warn(`  ${name}  ${device}`)
      const what = `${approval.action} for ${approval.requestedBy}, ${counted(approval.subjects.count, 'device')}`
      await askToConfirm(`${verb === 'approve' ? 'Approve' : 'Reject'} ${what}?`, options)
      const { reason } = options
      // Of what was shown: it is refused if anything else is stored by now.
      const body: ApprovalDecision = {
        digest: approval.digest,
        ...(reason !== undefined && { reason }),
      }
      await graph.post(`${path}/${id}/${verb}`, JSON.stringify(body))
      output.say(verb === 'approve' ? 'Approved.' : 'Rejected.')
    })
  return withExamples(command, {
    [`taxiway approvals ${verb} <id>`]: 'after it has shown what it is about',
  })
}

function cancelCommand(): Command {
  const command = withContextOption(new Command('cancel'))
    .description('Take back what you asked for yourself.')
    .argument('<id>')
    .action(async (id: string) => {
      const graph = connect(await contextFor(command))
      await ofTaxiway(graph, () => graph.post(`${path}/${id}/cancel`, '{}'))
      outputOf(command).say('Cancelled.')
    })
  return withExamples(command, { 'taxiway approvals cancel <id>': 'it no longer waits' })
}

async function* approvalsIn(graph: Graph, state: string): AsyncGenerator<Approval> {
  let next: string | undefined
  do {
    const wanted = [
      ...(state === 'all' ? [] : [`state=${state}`]),
      ...(next === undefined ? [] : [`cursor=${next}`]),
    ]
    const page = await graph.get<ApprovalPage>(`${path}?${wanted.join('&')}`)
    yield* page.value
    next = page.next
  } while (next !== undefined)
}

async function whole(graph: Graph, id: string) {
  const approval = await graph.get<Approval>(`${path}/${id}`)
  const subjects: ApprovalSubjectPage['value'][number][] = []
  let next: string | undefined = '0'
  while (next !== undefined) {
    const page: ApprovalSubjectPage = await graph.get<ApprovalSubjectPage>(
      `${path}/${id}/subjects?limit=1000&cursor=${next}`,
    )
    subjects.push(...page.value)
    next = page.next
  }
  return { approval, subjects }
}
