/** `taxiway transfer move`: devices from one tenant to another that have no registry in common. */
import { Command } from 'commander'
import { isMicrosoft } from 'taxiway-autopilot'
import type { DeviceRow } from 'taxiway-device-csv'
import type { Graph } from 'taxiway-graph-client'
import { type Context, readContexts } from '../context/context-file.ts'
import { type EncodingOption, withEncoding } from '../csv/encoding-option.ts'
import { withExamples } from '../examples.ts'
import { CliError, exitCodes } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { soundRows } from '../import/files/sound-rows.ts'
import { seconds } from '../seconds.ts'
import { unknownContext } from '../sign-in/current-context.ts'
import {
  askToConfirm,
  type Confirmation,
  withConfirmAndDryRunOptions,
} from '../terminal/confirm.ts'
import { counted, type Output, outputOf } from '../terminal/output.ts'
import { keepEvidence, type MovedRow, type MoveEvidence, readEvidence } from './move-evidence.ts'
import {
  deleteInSource,
  matchRow,
  type Pace,
  readVerdict,
  refuseReserving,
  seeAbsent,
  submit,
  until,
} from './move-steps.ts'

type Options = Confirmation &
  EncodingOption & {
    readonly from: string
    readonly to: string
    readonly evidence: string
    readonly groupTag?: string
    readonly timeout: number
  }

export function moveCommand(): Command {
  const command = withEncoding(withConfirmAndDryRunOptions(new Command('move')))
    .description(
      'Move devices between two tenants, Microsoft’s too, in the documented order: delete in the source, see that\n' +
        'they are absent, import into the target. Needs the hashes, which Graph never gives back. What can be proved\n' +
        'is kept in a file; the same command with the same file goes on where it ended.',
    )
    .argument('<file>', 'a CSV with serial numbers and hardware hashes')
    .requiredOption('--from <context>', 'the sign-in to the source')
    .requiredOption('--to <context>', 'the sign-in to the target')
    .requiredOption('--evidence <file>', 'where times, ids and absences are kept')
    .option('--group-tag <tag>', 'the tag in the target, instead of the file’s')
    .option('--timeout <seconds>', 'how long to wait', seconds, 3_600)
    .action(async (file: string, options: Options) => {
      process.exitCode = await move(file, options, outputOf(command))
    })
  return withExamples(command, {
    'taxiway transfer move hashes.csv --from old --to new --evidence move.json --dry-run':
      'which devices are meant, and by what',
  })
}

type Moving = {
  readonly source: Graph
  readonly target: Graph
  readonly options: Options
  readonly evidence: MoveEvidence
  readonly devices: ReadonlyMap<number, DeviceRow>
  readonly pace: Pace
}

async function move(file: string, options: Options, output: Output): Promise<number> {
  const { from, to } = await contextsOf(options)
  const [source, target] = [connect(from, options.timeout), connect(to, options.timeout)]
  const rows = await soundRows(file, options.encoding)
  await refuseReserving(source)
  const devices = new Map(rows.map((row) => [row.line, row]))
  const evidence =
    (await earlier(options, { from, to })) ?? (await newEvidence(source, rows, { from, to }))
  if (options.dryRun) {
    print(output, evidence.rows)
    return exitCodes.ok
  }
  const question = `Move ${counted(evidence.rows.length, 'device')} from ${from.tenant} to ${to.tenant}?`
  await askToConfirm(question, options)
  await keepEvidence(options.evidence, evidence)
  const isReal = isMicrosoft(from.graph) || isMicrosoft(to.graph)
  const pace = {
    firstMs: isReal ? 15_000 : 200,
    maxMs: isReal ? 120_000 : 2_000,
    until: performance.now() + options.timeout * 1_000,
  }
  const moving = { source, target, options, evidence, devices, pace }
  for (const row of evidence.rows) await moveOne(moving, row, output)
  print(output, evidence.rows)
  return conclude(evidence.rows, output)
}

/** Each step is kept before the next begins. */
async function moveOne(moving: Moving, row: MovedRow, output: Output): Promise<void> {
  const { source, target, options, evidence, devices, pace } = moving
  const keep = () => keepEvidence(options.evidence, evidence)
  if (row.step === 'waiting') {
    await deleteInSource(source, row)
    await keep()
    output.say(`${row.serialNumber}: deleted in the source.`)
  }
  if (row.step === 'deleted') {
    await until(() => seeAbsent(source, row), pace)
    await keep()
  }
  const device = devices.get(row.line)
  const { groupTag } = options
  // Held by the source still, although it is absent there: submitted again until time is up.
  const isNotHeld = async () => {
    if (stepOf(row) === 'absent' && device !== undefined) {
      await submit(target, row, { device, groupTag })
      await keep()
    }
    if (stepOf(row) !== 'submitted') return true
    await until(() => readVerdict(target, row), pace)
    await keep()
    return stepOf(row) !== 'absent'
  }
  await until(isNotHeld, pace)
}

/** Read anew: what is awaited changes it. */
function stepOf({ step }: MovedRow): MovedRow['step'] {
  return step
}

function print(output: Output, rows: readonly MovedRow[]): void {
  output.rows(
    rows.map((row) => ({ ...row, by: row.agreeing.join(', ') })),
    [
      { key: 'serialNumber', title: 'Serial number' },
      { key: 'step', title: 'Step' },
      { key: 'by', title: 'Recognized by' },
      { key: 'absentAt', title: 'Absent in the source' },
      { key: 'newRegistrationId', title: 'Registration' },
      { key: 'fault', title: 'Fault' },
    ],
  )
}

function conclude(rows: readonly MovedRow[], output: Output): number {
  const of = (...steps: readonly MovedRow['step'][]) =>
    rows.filter(({ step }) => steps.includes(step)).length
  output.say(
    `${of('registered')} of ${counted(rows.length, 'device')} moved. Next: wait until a profile is assigned, then wipe or\n` +
      'reset each device to OOBE; Autopilot Reset keeps the old join. Of hybrid devices delete the computer object too.',
  )
  if (of('failed') > 0) return exitCodes.findings
  return of('registered') === rows.length ? exitCodes.ok : exitCodes.tryLater
}

/** Every row is recognized before anything is deleted. */
async function newEvidence(
  source: Graph,
  rows: readonly DeviceRow[],
  { from, to }: { readonly from: Context; readonly to: Context },
): Promise<MoveEvidence> {
  const matched: MovedRow[] = []
  for (const row of rows) matched.push(await matchRow(source, row))
  return {
    version: 1,
    scope: 'what this command line saw over Graph; no statement of Microsoft',
    order: 'registration-only: delete in the source, absent there, import into the target',
    from: { tenant: from.tenant, graph: from.graph },
    to: { tenant: to.tenant, graph: to.graph },
    startedAt: new Date().toISOString(),
    rows: matched,
  }
}

/** What an earlier run with the same file has done; refused if it was about other tenants. */
async function earlier(
  { evidence: path }: Options,
  { from, to }: { readonly from: Context; readonly to: Context },
): Promise<MoveEvidence | undefined> {
  const found = await readEvidence(path)
  if (found === undefined) return undefined
  if (found.from.tenant === from.tenant && found.to.tenant === to.tenant) return found
  throw new CliError(`${path} is about a move from ${found.from.tenant} to ${found.to.tenant}.`, {
    hint: 'Name another file with --evidence.',
  })
}

async function contextsOf({ from, to }: Options): Promise<{ from: Context; to: Context }> {
  const { contexts } = await readContexts()
  const named = (name: string) => contexts[name] ?? unknownContext(name, Object.keys(contexts))
  const [source, target] = [named(from), named(to)]
  if (source.tenant === target.tenant && source.graph === target.graph)
    throw new CliError('Both sign-ins are to the same tenant.')
  return { from: source, to: target }
}
