/** `taxiway devices undo`: restores what a bulk change replaced, except on devices changed again since. */
import { Command } from 'commander'
import { withExamples } from '../examples.ts'
import { seconds } from '../seconds.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { withConfirmAndDryRunOptions } from '../terminal/confirm.ts'
import type { Changes } from './change/change-request.ts'
import { type ChangeOptions, defaultTimeoutSeconds } from './change/options.ts'
import { planChange } from './change/plan.ts'
import { type RolledBack, readRollback } from './change/rollback.ts'
import { runChanges } from './change/run.ts'
import { sendCalls } from './change/send-calls.ts'

export function undoCommand(): Command {
  const command = withConfirmAndDryRunOptions(withContextOption(new Command('undo')))
    .description(
      'Undo a bulk change with its rollback file. Devices whose values have changed again since\n' +
        'are left unchanged and listed.',
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
    'taxiway devices undo <file> --dry-run': 'what would be restored',
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

/** Why the device counts as changed since; absent values are empty. */
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
