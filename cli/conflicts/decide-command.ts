/** `taxiway conflicts decide`: a person's decision about one conflict. */

import { Command } from 'commander'
import type { Conflict, ConflictDecision } from 'taxiway-autopilot/admin'
import type { Graph } from 'taxiway-graph-client'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { findDevice } from '../graph/find-device.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { askToConfirm, type Confirmation, withConfirmOptions } from '../terminal/confirm.ts'
import { outputOf } from '../terminal/output.ts'
import { conflictsPath } from './conflict.ts'
import { findConflict, printConflict } from './show.ts'

type Options = Confirmation & {
  readonly same?: string | true
  readonly different?: true
  readonly reject?: true
}

export function decideCommand(): Command {
  const command = withConfirmOptions(withContextOption(new Command('decide')))
    .description('Decide one conflict. The imported row is then completed automatically.')
    .argument('<id>')
    .option(
      '--same [device]',
      'it is this registered device; the name is required when there is more than one candidate',
    )
    .option('--different', 'it is another device; register it')
    .option('--reject', 'refuse the imported row; registered devices stay as they are')
    .action(async (id: string, options: Options) => decide(id, options, command))
  return withExamples(command, {
    'taxiway conflicts decide <id> --same PF3ABCDE': 'it is that device, with a new hash',
    'taxiway conflicts decide <id> --different --yes': 'without confirmation, for scripts',
  })
}

async function decide(id: string, options: Options, command: Command): Promise<void> {
  const output = outputOf(command)
  const words = [options.same, options.different, options.reject].filter(Boolean)
  if (words.length !== 1) {
    throw new CliError('Give one of --same, --different and --reject.', {
      hint: 'See: taxiway conflicts decide --help',
    })
  }
  const graph = connect(await contextFor(command))
  const conflict = await findConflict(graph, id)
  if (conflict.state !== 'open') {
    throw new CliError(`The conflict ${id} is already decided: ${conflict.state}.`)
  }
  const decision = await decisionOf(graph, conflict, options)
  output.say(conflict.sentence)
  await askToConfirm(questionOf(conflict, decision), options)
  const path = `${conflictsPath}/${encodeURIComponent(id)}/decide`
  const decided = await ofTaxiway(graph, () => graph.post<Conflict>(path, JSON.stringify(decision)))
  await printConflict(output, graph, decided)
}

async function decisionOf(
  graph: Graph,
  { candidates }: Conflict,
  { same, different }: Options,
): Promise<ConflictDecision> {
  if (same === undefined) return { decision: different ? 'different' : 'reject' }
  if (same === true) return { decision: 'same' }
  const { id } = await findDevice(graph, same)
  if (candidates.includes(id)) return { decision: 'same', deviceId: id }
  throw new CliError(`The device ${same} is not a candidate in this conflict.`, {
    hint: 'See the candidates: taxiway conflicts show <id>',
  })
}

function questionOf({ serialNumber }: Conflict, { decision, deviceId }: ConflictDecision): string {
  const it = serialNumber === null ? 'the imported device' : `the imported device ${serialNumber}`
  if (decision === 'reject') return `Refuse ${it}?`
  if (decision === 'different') return `Register ${it} as a separate device?`
  return `Treat ${it} as ${deviceId ?? 'the registered one'}?`
}
