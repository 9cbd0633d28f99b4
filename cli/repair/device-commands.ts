/** The device leaves, comes back, and is registered again. */
import { Command } from 'commander'
import { isRepairScenario, repairScenarios } from 'taxiway-autopilot'
import type {
  RepairCase,
  RepairEnd,
  RepairReregistration,
  RepairReturn,
} from 'taxiway-autopilot/admin'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { singleHash } from '../hash/inputs.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { askToConfirm, type Confirmation, withConfirmOptions } from '../terminal/confirm.ts'
import { outputOf } from '../terminal/output.ts'
import { caseArgument, idOf, printCase, type RepairBody, repairPath, sent } from './cases.ts'
import { exitCodeOf, printComparison } from './comparison.ts'
import { printSteps } from './scenarios-command.ts'

export function deviceCommands(): readonly Command[] {
  return [release(), returned(), reRegister(), end('close'), end('cancel')]
}

function release(): Command {
  const command = withContextOption(new Command('release'))
    .description(
      'Park the registration, so that the device may be shipped: it gets no profile, and nobody else can register it.',
    )
    .argument(...caseArgument)
    .requiredOption(
      '--scenario <key>',
      'what will be repaired: taxiway repair scenarios',
      'general',
    )
    .action(async (name: string, { scenario }: { scenario: string }) => {
      if (!isRepairScenario(scenario))
        throw new CliError(`${scenario} is not a scenario.`, {
          hint: 'See all of them: taxiway repair scenarios',
        })
      const output = outputOf(command)
      const parked = await sentTo(command, name, { path: 'release-device', body: { scenario } })
      printCase(output, parked)
      if (output.format === 'table') printSteps(output, repairScenarios[scenario])
    })
  return withExamples(command, {
    'taxiway repair release PF3ABCDE --scenario keep-nic-wlan': 'board and disk will be new',
  })
}

function returned(): Command {
  const command = withContextOption(new Command('returned'))
    .description(
      'Compare the hash of the device that came back with the one from before the repair. Exits with 2 if it cannot be\n' +
        'registered again, and with 5 if the comparison is ambiguous.',
    )
    .argument(...caseArgument)
    .argument('<hash>', 'the new hash: a file, a device CSV, or - for standard input')
    .action(async (name: string, source: string) => {
      const { hash } = await singleHash(source)
      const text = typeof hash === 'string' ? hash : Buffer.from(hash).toString('base64')
      const output = outputOf(command)
      const compared = await sentTo(command, name, {
        path: 'returned',
        body: { hardwareHash: text } satisfies RepairReturn,
      })
      if (compared.verdict === null) throw new Error('a returned device was not compared')
      if (output.format === 'json') output.json(compared)
      else printComparison(output, compared.verdict)
      process.exitCode = exitCodeOf(compared.verdict)
    })
  return withExamples(command, { 'taxiway repair returned PF3ABCDE after.csv': 'what came back' })
}

type ReRegisterOptions = Confirmation & {
  readonly ambiguous?: true
  readonly sameBoard?: true
  readonly reason?: string
  readonly keepBoard?: true
}

function reRegister(): Command {
  const command = withConfirmOptions(withContextOption(new Command('re-register')))
    .description(
      'Register the repaired device in place of its old registration: tag, user, name, order, profile and groups are carried\n' +
        'over, and the old board is released with a certificate. The registration of a device that is the same is put back in force.',
    )
    .argument(...caseArgument)
    .option(
      '--ambiguous',
      'I have looked at an ambiguous comparison: it is the device with another board',
    )
    .option(
      '--same-board',
      'I have looked at an ambiguous comparison: it is the board that is registered; needs --reason',
    )
    .option('--reason <text>', 'why, for the history')
    .option('--keep-board', 'we keep the old board: nobody else can register it')
    .action(async (name: string, options: ReRegisterOptions) => {
      const body = reregistrationOf(options)
      await askToConfirm(`Register ${name} again, by the hash that came back?`, options)
      printCase(outputOf(command), await sentTo(command, name, { path: 'reregister', body }))
    })
  return withExamples(command, {
    'taxiway repair re-register PF3ABCDE --yes': 'without confirmation',
  })
}

function reregistrationOf({
  ambiguous,
  sameBoard,
  reason,
  keepBoard,
}: ReRegisterOptions): RepairReregistration {
  if (ambiguous && sameBoard)
    throw new CliError('--ambiguous says another board, --same-board the same: give one of them.')
  if (sameBoard && reason === undefined) throw new CliError('--same-board needs --reason <text>.')
  const confirm = sameBoard ? 'sameBoard' : ambiguous ? 'anotherBoard' : undefined
  return { confirm, reason, keepBoard: keepBoard === true }
}

function end(act: 'close' | 'cancel'): Command {
  const command = withContextOption(new Command(act))
    .description(
      act === 'close'
        ? 'End a case that is settled; one whose device gets its profile ends by itself.'
        : 'End a case without a repair; a parked registration is in force again.',
    )
    .argument(...caseArgument)
    .option('--text <text>', 'why, for the history')
    .action(async (name: string, { text }: { text?: string }) => {
      printCase(
        outputOf(command),
        await sentTo(command, name, { path: act, body: { resolution: text } satisfies RepairEnd }),
      )
    })
  return withExamples(command, { [`taxiway repair ${act} PF3ABCDE`]: 'for good' })
}

async function sentTo(
  command: Command,
  name: string,
  { path, body }: { readonly path: string; readonly body: RepairBody },
): Promise<RepairCase> {
  const graph = connect(await contextFor(command))
  return await sent(graph, `${repairPath}/${await idOf(graph, name)}/${path}`, body)
}
