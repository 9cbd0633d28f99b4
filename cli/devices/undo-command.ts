/** `taxiway devices undo`: devices get back what a bulk change took from them, unless somebody has changed them since. */
import { Command } from 'commander'
import { withConfirmAndDryRunOptions } from '../confirm.ts'
import { withExamples } from '../examples.ts'
import { seconds } from '../seconds.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import type { Changes } from './change/change-request.ts'
import { type ChangeOptions, defaultTimeoutSeconds } from './change/options.ts'
import { planChange } from './change/plan.ts'
import { type RolledBack, readRollback } from './change/rollback.ts'
import { runChanges } from './change/run.ts'
import { sendCalls } from './change/send-calls.ts'

export function undoCommand(): Command {
  const command = withConfirmAndDryRunOptions(withContextOption(new Command('undo')))
    .description(
      'Undo a bulk change from its rollback file. Devices that have other values by now than the change\n' +
        'gave them stay as they are and are listed.',
    )
    .argument('<file>', 'the rollback file that the change printed')
    .option(
      '--timeout <seconds>',
      'how long to keep retrying when throttled or disconnected',
      seconds,
      defaultTimeoutSeconds,
    )
    .action(async (file: string, options: ChangeOptions) => undo(file, options, command))
  return withExamples(command, {
    'taxiway devices undo tags.csv.20260131T120000.rollback.json': 'after confirmation',
    'taxiway devices undo <file> --dry-run': 'what would be given back',
  })
}

async function undo(file: string, options: ChangeOptions, command: Command): Promise<void> {
  const { devices } = await readRollback(file, await contextFor(command))
  const byId = new Map(devices.map((device) => [device.id, device]))
  const requests = devices.map(({ id, serialNumber, before }, i) => ({
    line: i + 1,
    name: id,
    marks: { id, ...(serialNumber !== '' && { serialNumber }) },
    changes: before,
  }))
  await runChanges(
    {
      requests,
      options,
      verb: 'Undo the change of',
      from: file,
      plan(found, origin) {
        const step = planChange(found, origin)
        const touched = changedSince(byId.get(found.request.name), step.device)
        return touched === undefined || step.calls.length === 0
          ? step
          : { ...step, calls: [], refusal: touched }
      },
      act: sendCalls,
    },
    command,
  )
}

/** What says that somebody has changed the device since; absent values are empty. */
function changedSince(
  rolledBack: RolledBack | undefined,
  device: Partial<Record<keyof Changes, string | null>> | undefined,
): string | undefined {
  const after = Object.entries(rolledBack?.after ?? {}) as [keyof Changes, string][]
  const touched = after.find(([name, value]) => {
    const now = device?.[name] ?? ''
    return now !== value && now !== (rolledBack?.before[name] ?? '')
  })
  if (touched === undefined) return undefined
  const [name] = touched
  return `The ${name} was changed again since, to '${device?.[name] ?? ''}'.`
}
