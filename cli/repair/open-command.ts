/** Opening a case, and what tools say about its device. */
import { Command, Option } from 'commander'
import type { RepairCase, RepairDiagnosis, RepairDiagnostic } from 'taxiway-autopilot/admin'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { findDevice } from '../graph/find-device.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { outputOf } from '../terminal/output.ts'
import { printCase, repairPath, sent } from './cases.ts'

type Options = {
  readonly summary: string
  readonly zone: string
  readonly contact: string
  readonly email?: string
  readonly phone?: string
  readonly accidental?: true
  readonly service: RepairCase['serviceType']
  readonly warranty: RepairCase['warranty']['status']
  readonly warrantyEnds?: string
  readonly address?: string
  readonly diagnostic: readonly string[]
}

export function openCommand(): Command {
  const command = withContextOption(new Command('open'))
    .description(
      'Open a case for a registered device. Its newest hash is archived; somebody has to answer by the end of the next\n' +
        'business day of the contact.',
    )
    .argument('<device>', 'serial number or id')
    .requiredOption('--summary <text>', 'what is wrong')
    .requiredOption('--contact <name>', 'who should get the answer')
    .option('--zone <zone>', 'their time zone, such as Europe/Berlin', localZone())
    .option('--email <address>', 'how they are reached')
    .option('--phone <number>', 'how they are reached')
    .option('--address <text>', 'where the device is')
    .option('--accidental', 'the damage is accidental')
    .addOption(
      new Option('--service <kind>', 'how it is repaired')
        .choices(['returnToDepot', 'onSite', 'partsOnly', 'carryIn'])
        .default('returnToDepot'),
    )
    .addOption(
      new Option('--warranty <status>', 'whether the maker’s warranty holds')
        .choices(['inWarranty', 'expired', 'unknown'])
        .default('unknown'),
    )
    .option('--warranty-ends <date>', 'such as 2027-03-31')
    .addOption(diagnosticOption())
    .action(async (device: string, options: Options) => {
      const graph = connect(await contextFor(command))
      const { id: deviceId } = await findDevice(graph, device)
      const { summary, accidental = false, contact: name } = options
      const opened = await sent<RepairCase>(graph, repairPath, {
        deviceId,
        problem: { summary, accidental },
        contact: { name, email: options.email, phone: options.phone, timeZone: options.zone },
        address: options.address,
        serviceType: options.service,
        warranty: { status: options.warranty, endsOn: options.warrantyEnds },
        diagnostics: options.diagnostic.map(diagnosticOf),
      })
      printCase(outputOf(command), opened)
    })
  return withExamples(command, {
    'taxiway repair open PF3ABCDE --summary "No picture" --contact Ada --diagnostic ePSA:2000-0142:failed':
      'with what the maker’s diagnostics say',
  })
}

export function diagnosticOption(): Option {
  return new Option('--diagnostic <tool:code:result>', 'passed, failed or notRun; again for more')
    .argParser((text: string, before: readonly string[] | undefined) => [...(before ?? []), text])
    .default([])
}

export function diagnosticOf(text: string): RepairDiagnosis['diagnostics'][number] {
  const [tool, code, result, ...more] = text.split(':')
  if (!(tool && isResult(result)) || more.length > 0)
    throw new CliError(`--diagnostic ${text} does not have the form tool:code:result.`, {
      hint: 'Such as ePSA:2000-0142:failed; the code may be empty: ePSA::passed',
    })
  return { tool, code: code || null, result }
}

function isResult(text: string | undefined): text is RepairDiagnostic['result'] {
  return text === 'passed' || text === 'failed' || text === 'notRun'
}

function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}
