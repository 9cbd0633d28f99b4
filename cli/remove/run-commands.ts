/** `taxiway remove run`, `undo` and `cancel`: what is done with a plan. */
import { Command } from 'commander'
import { withEncoding } from '../csv/encoding-option.ts'
import { withExamples } from '../examples.ts'
import { exitCodes } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { isGuid } from '../graph/find-device.ts'
import { seconds } from '../seconds.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { withConfirmOptions } from '../terminal/confirm.ts'
import { outputOf } from '../terminal/output.ts'
import { type RunOptions, runFile, runOnServer, undoFile, undoOnServer } from './run-plan.ts'
import { actOnServerPlan } from './server-plans.ts'
import { exitOf, showPlan } from './show-plan.ts'

const defaultTimeoutSeconds = 3_600

export function runCommand(): Command {
  const command = withRunOptions(withContextOption(new Command('run')))
    .description(
      'Run a plan, by its id or its file. Exits with code 3 if a second person has to approve it, 2 if devices failed,\n' +
        '4 if time was up before all were seen to be gone.',
    )
    .argument('<plan>', 'the id of a plan on the server, or a file')
    .action(async (named: string, options: RunOptions) => {
      const output = outputOf(command)
      const context = await contextFor(command)
      const done = isGuid(named)
        ? await runOnServer(context, named, options)
        : await runFile(context, named, { ...options, output })
      showPlan(output, done)
      if (done.state === 'awaitingApproval')
        output.say(
          `A second person has to approve it: approval ${done.approvalId}. It runs by itself then.`,
        )
      process.exitCode = exitOf(done)
    })
  return withExamples(command, { 'taxiway remove run plan.json --yes': 'without confirmation' })
}

export function undoCommand(): Command {
  const command = withEncoding(withRunOptions(withContextOption(new Command('undo'))))
    .description(
      'Register the removed devices again: a Taxiway server exactly as they were, within 30 days; Microsoft’s service\n' +
        'from their hashes. What does not come back is named.',
    )
    .argument('<plan>', 'the id of a plan on the server, or a file')
    .option('--hashes <file>', 'a CSV with the hashes, where the server has kept nothing')
    .action(async (named: string, options: RunOptions) => {
      const output = outputOf(command)
      const context = await contextFor(command)
      const undone = isGuid(named)
        ? await undoOnServer(context, named, options)
        : await undoFile(context, named, options)
      showPlan(output, undone)
      const isAll = undone.devices.every(
        ({ restored, notRestorable }) =>
          restored.includes('autopilot') || !notRestorable.includes('autopilot'),
      )
      process.exitCode = isAll ? exitOf(undone) : exitCodes.findings
    })
  return withExamples(command, {
    'taxiway remove undo plan.json --hashes hashes.csv --yes': 'in a tenant of Microsoft',
  })
}

export function cancelCommand(): Command {
  const command = withContextOption(new Command('cancel'))
    .description('End a plan of the server. What it has done stays, and can be undone.')
    .argument('<plan>', 'its id')
    .action(async (id: string) => {
      showPlan(
        outputOf(command),
        await actOnServerPlan(connect(await contextFor(command)), id, 'cancel'),
      )
    })
  return withExamples(command, { 'taxiway remove cancel <id>': 'before or while it runs' })
}

function withRunOptions(command: Command): Command {
  return withConfirmOptions(command).option(
    '--timeout <seconds>',
    'how long to wait',
    seconds,
    defaultTimeoutSeconds,
  )
}
