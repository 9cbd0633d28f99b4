/** `taxiway collect`: devices from diagnostics archives, reports and exports, as one device CSV. */
import { Command } from 'commander'
import { columnsOfPlan, isAnsi } from 'taxiway-device-csv'
import { isReadable } from '../../src/collect/archives/wanted-entries.ts'
import {
  type CollectedDevice,
  type CollectFault,
  collect,
  type OobeState,
} from '../../src/collect/collect.ts'
import { SameDevices } from '../../src/collect/devices/same-devices.ts'
import { knownLogName } from '../../src/collect/first-boot/known-events.ts'
import { type EncodingOption, withEncoding } from '../csv/encoding-option.ts'
import { findInputs, type Input } from '../csv/inputs.ts'
import { progressOver, refuseMixedOutput, withWriting } from '../csv/options.ts'
import { RowFile } from '../csv/row-file.ts'
import { withExamples } from '../examples.ts'
import { exitCodes } from '../exit.ts'
import { counted, type Output, outputOf } from '../terminal/output.ts'

type Options = EncodingOption & {
  readonly to?: string
  readonly force?: boolean
  readonly dryRun?: boolean
}

export function collectCommand(): Command {
  const command = new Command('collect')
    .description(
      'Find hardware hashes in diagnostics archives (ZIP, CAB, gzip), OA3 reports, Configuration Manager exports,\n' +
        'spreadsheets, saved mails and any text, and write them as one device CSV. Also reports what OOBE saw if an\n' +
        'archive or event log (.evtx) shows it; --json lists the events in order. Archives are unpacked in memory only,\n' +
        'with limits.',
    )
    .argument('<files...>', 'files, folders, patterns, or - for standard input')
    .action(async (words: string[], options: Options, self: Command) => {
      const inputs = await findInputs(words, (name) => isReadable(name) || knownLogName.test(name))
      await collectAll(inputs, options, outputOf(self))
    })
  const writing = withWriting(command, 'the device CSV; standard output when not given')
  return withExamples(withEncoding(writing), {
    'taxiway collect MDMDiagReport.zip --to devices.csv': 'the device in a diagnostics archive',
    'taxiway collect captures/ --to devices.csv': 'everything in a folder',
    'taxiway collect AutopilotDiagnostics.zip --what-if --json': 'look without writing',
  })
}

async function collectAll(
  inputs: readonly Input[],
  options: Options,
  output: Output,
): Promise<void> {
  const to = options.to ?? '-'
  if (options.dryRun !== true) refuseMixedOutput(to, output)
  const found = await search(inputs, options, output)
  if (options.dryRun !== true && found.devices.length > 0)
    await write(found.devices, { to, inputs, force: options.force === true })
  print(found, options.dryRun === true ? null : to, output)
  if (found.devices.length === 0 || found.faults.some(isLoss)) process.exitCode = exitCodes.findings
}

/** Something was not read, or a device, a tag or a user may be missing in the result. */
const isLoss = ({ severity, code }: CollectFault): boolean =>
  severity === 'error' || code === 'row-left-out' || code === 'columns-doubtful'

type Found = {
  readonly devices: readonly CollectedDevice[]
  readonly faults: readonly CollectFault[]
  readonly oobe: readonly OobeState[]
  /** Devices found before. */
  readonly repeated: number
}

async function search(
  inputs: readonly Input[],
  { encoding }: EncodingOption,
  output: Output,
): Promise<Found> {
  const faults: CollectFault[] = []
  const oobe: OobeState[] = []
  const same = new SameDevices<CollectedDevice>()
  const progress = progressOver(inputs, 'Searching', output)
  try {
    for (const { path, size, open } of inputs) {
      const onDevice = (device: CollectedDevice): void => {
        const settled = same.add(device)
        if (settled !== undefined) faults.push(capturedAgain(settled))
      }
      const onFault = (fault: CollectFault): void => void faults.push(fault)
      const source = { name: path, size, open, ...(encoding && { encoding }) }
      const state = await collect(source, { onDevice, onFault })
      if (state !== undefined) oobe.push(state)
      progress.add(size)
    }
  } finally {
    progress.stop()
  }
  return { devices: same.rows, faults, oobe, repeated: same.repeated }
}

function capturedAgain({
  kept,
  dropped,
}: {
  readonly kept: CollectedDevice
  readonly dropped: CollectedDevice
}): CollectFault {
  return {
    severity: 'warning',
    code: 'device-captured-again',
    source: dropped.source,
    message: `Line ${dropped.line} (${dropped.serialNumber}) is the same device as in ${kept.source}, line ${kept.line}, whose capture is better and is kept.`,
  }
}

async function write(
  devices: readonly CollectedDevice[],
  { to, inputs, force }: { to: string; inputs: readonly Input[]; force: boolean },
): Promise<void> {
  const needs = {
    hasGroupTag: devices.some(({ groupTag }) => groupTag !== ''),
    hasUser: devices.some(({ assignedUser }) => assignedUser !== ''),
  }
  const file = await RowFile.create(to, {
    format: 'intune',
    columns: columnsOfPlan(needs, 'intune'),
    ansi: devices.every(({ serialNumber, productKey, groupTag, assignedUser }) =>
      isAnsi(serialNumber + productKey + groupTag + assignedUser),
    ),
    inputs: inputs.map(({ file }) => file),
    force,
  })
  try {
    for (const device of devices) await file.write(device)
    await file.commit()
  } catch (error) {
    await file.discard()
    throw error
  }
}

function print(found: Found, to: string | null, output: Output): void {
  const { devices, faults, oobe, repeated } = found
  if (output.format === 'json') {
    output.json({
      output: devices.length > 0 ? to : null,
      devices,
      oobe,
      findings: faults,
      summary: { devices: devices.length, repeated },
    })
    return
  }
  for (const { source, message } of faults) output.warn(`${source}: ${message}`)
  for (const state of oobe) sayOobe(state, output)
  const where =
    to === null || devices.length === 0 ? '' : `, written to ${to === '-' ? 'standard output' : to}`
  output.say(
    `${counted(devices.length, 'device')} found${where}; ${counted(repeated, 'repetition')}.`,
  )
}

function sayProfile(
  { source, profile, profileName, tenantDomain }: OobeState,
  output: Output,
): void {
  const tenant = tenantDomain === null ? '' : ` of ${tenantDomain}`
  if (profile === 'downloaded')
    output.say(`${source}: OOBE downloaded the profile ${profileName ?? '(no name)'}${tenant}`)
  if (profile === 'offline')
    output.say(
      `${source}: an administrator's profile file for existing devices: ${profileName ?? '(no name)'}${tenant}`,
    )
  if (profile === 'blank')
    output.say(`${source}: OOBE got a blank profile and keeps it until OOBE restarts`)
}

function sayOobe(state: OobeState, output: Output): void {
  const { source, oobeRestarts, mayBeRecovering } = state
  const { profileRetries, events, timeline } = state
  sayProfile(state, output)
  if (oobeRestarts !== null) {
    const warning =
      mayBeRecovering === true ? '; it may be in recovery, where Autopilot does not run' : ''
    output.say(`${source}: OOBE count is ${oobeRestarts}${warning}`)
  }
  if (profileRetries !== null)
    output.say(`${source}: the profile download was retried ${counted(profileRetries, 'time')}`)
  for (const { id, meaning, time } of events)
    output.say(`${source}: event ${id}${time === null ? '' : `, last at ${time}`}: ${meaning}`)
  if (timeline.length > 0)
    output.say(`${source}: ${counted(timeline.length, 'event')} of its logs, which --json lists`)
}
