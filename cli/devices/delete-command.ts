/**
 * `taxiway devices delete`: registrations are deleted by id, after a whole serial number, or everything that a
 * row of a file says, has matched exactly one of them; afterwards the server is asked whether they are gone.
 */

import { Command } from 'commander'
import type { Graph } from 'taxiway-graph-client'
import { withExamples } from '../examples.ts'
import { devicesPath } from '../graph/device-pages.ts'
import { deviceById } from '../graph/find-device.ts'
import type { Act } from './change/carry-out.ts'
import type { Found } from './change/find-all.ts'
import { type ChangeOptions, changeRequestsOf, withChangeOptions } from './change/options.ts'
import type { Step } from './change/plan.ts'
import { runChanges } from './change/run.ts'

export function deleteCommand(): Command {
  const command = withChangeOptions(new Command('delete'))
    .description(
      'Delete the registrations of the named devices, or of those in a file. Only the Windows Autopilot\n' +
        'registration is deleted; the devices in Intune and Entra ID stay.',
    )
    .argument('[devices...]', 'serial numbers or ids')
    .action(async (names: readonly string[], options: ChangeOptions) => {
      const given = { names, changes: {} }
      const requests = await changeRequestsOf(given, { needs: [], takes: [], options }, command)
      const run = {
        requests,
        options,
        verb: 'Delete',
        alwaysAsk: true,
        isFinal: true,
        plan: planDeletion,
        act: remove,
      }
      await runChanges(run, command)
    })
  return withExamples(command, {
    'taxiway devices delete PF3ABCDE --dry-run': 'what would be deleted',
    'taxiway devices delete PF3ABCDE --yes': 'without confirmation, for scripts',
    'taxiway devices delete --from gone.csv':
      'those in a file; columns such as "Model" must match too',
  })
}

function planDeletion({ request, device }: Found): Step {
  if (device === undefined) return { request, differences: [], calls: [] }
  const call = { path: `${devicesPath}/${device.id}`, body: {} }
  return { request, device, differences: [], calls: [call] }
}

function remove(graph: Graph): Act {
  return async ({ device, calls }) => {
    for (const { path } of calls) await graph.remove(path)
    // Microsoft lists a deleted registration for up to half an hour (observed).
    const left = device && (await deviceById(graph, device.id))
    return { status: left === undefined ? 'done' : 'accepted' }
  }
}
