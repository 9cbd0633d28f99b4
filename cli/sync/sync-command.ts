/** `taxiway sync`: triggers the sync of Windows Autopilot devices and waits until it has run. */

import { setTimeout as sleep } from 'node:timers/promises'
import { Command } from 'commander'
import { type AutopilotSettings, isMicrosoft } from 'taxiway-autopilot'
import { type Graph, GraphError } from 'taxiway-graph-client'
import { withExamples } from '../examples.ts'
import { CliError, exitCodes } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { seconds } from '../seconds.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { type Output, outputOf } from '../terminal/output.ts'

const settingsPath = '/beta/deviceManagement/windowsAutopilotSettings'
const defaultTimeoutSeconds = 900

type Options = { readonly wait: boolean; readonly timeout: number }

export function syncCommand(): Command {
  const command = withContextOption(new Command('sync'))
    .description(
      'Trigger the sync of Windows Autopilot devices and wait until it has run. It may be triggered once in\n' +
        'ten minutes; asked for sooner, the command says when, and ends with exit code 4.',
    )
    .option('--no-wait', 'trigger it and end')
    .option('--timeout <seconds>', 'how long to wait', seconds, defaultTimeoutSeconds)
    .action(async (options: Options) => sync(options, command))
  return withExamples(command, {
    'taxiway sync': 'trigger, and wait for the end',
    'taxiway sync --no-wait': 'trigger only',
  })
}

async function sync({ wait, timeout }: Options, command: Command): Promise<void> {
  const output = outputOf(command)
  const context = await contextFor(command)
  const graph = connect(context, timeout)
  const until = performance.now() + timeout * 1000
  const before = await graph.get<AutopilotSettings>(settingsPath)
  // Waiting out a cool-down of ten minutes is for the person to decide, so this one does not wait.
  await trigger(connect(context, 0), output)
  if (!wait) return output.say('Triggered.')
  print(output, await untilSynced(graph, before, until))
}

/** One that runs already is as good as ours. */
async function trigger(graph: Graph, output: Output): Promise<void> {
  try {
    await graph.post(`${settingsPath}/sync`, '{}')
  } catch (error) {
    if (!(error instanceof GraphError)) throw error
    if (error.status === 409) return output.say('A sync is running already; waiting for it.')
    if (error.status === 429) throw tooSoon(error)
    throw error
  }
}

function tooSoon({ retryAfter, message }: GraphError): CliError {
  if (retryAfter === undefined) {
    return new CliError(`A sync was triggered a short time ago. ${message}`, {
      exitCode: exitCodes.tryLater,
      hint: 'It may be triggered once in ten minutes (observed); try again then.',
    })
  }
  const at = new Date(Date.now() + retryAfter * 1000)
  return new CliError(
    `A sync was triggered a short time ago. The next may be triggered in ${retryAfter} s, at ${at.toLocaleTimeString()}.`,
    { exitCode: exitCodes.tryLater, hint: 'Run the same command again then.' },
  )
}

/** Synced when a sync has ended that had not ended before, and none is running. */
async function untilSynced(
  graph: Graph,
  before: AutopilotSettings,
  until: number,
): Promise<AutopilotSettings> {
  const maxMs = isMicrosoft(graph.origin) ? 15_000 : 1000
  for (let pause = 50; ; pause = Math.min(pause * 1.5, maxMs)) {
    const now = await graph.get<AutopilotSettings>(settingsPath)
    if (now.syncStatus !== 'inProgress' && now.lastSyncDateTime !== before.lastSyncDateTime)
      return now
    if (performance.now() + pause > until) {
      throw new CliError(`The sync has not ended in time; it reads ${now.syncStatus}.`, {
        exitCode: exitCodes.tryLater,
        hint: 'It goes on by itself; wait longer with --timeout.',
      })
    }
    await sleep(pause)
  }
}

function print(output: Output, { syncStatus, lastSyncDateTime }: AutopilotSettings): void {
  const row = { syncStatus, lastSyncDateTime }
  if (output.format === 'json') output.json(row)
  else {
    output.rows(
      [row],
      [
        { key: 'syncStatus', title: 'Status' },
        { key: 'lastSyncDateTime', title: 'Last sync' },
      ],
    )
  }
}
