/**
 * `taxiway devices delete`: registrations are deleted by id, after a whole serial number, or everything that a
 * row of a file says, has matched exactly one of them; afterwards the server is asked whether they are gone.
 */

import { Command } from 'commander'
import type { DeviceResults } from 'taxiway-autopilot/admin'
import type { Graph } from 'taxiway-graph-client'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import { devicesPath } from '../graph/device-pages.ts'
import { deviceById, isGuid } from '../graph/find-device.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import type { Act } from './change/carry-out.ts'
import type { Found } from './change/find-all.ts'
import { type ChangeOptions, changeRequestsOf, withChangeOptions } from './change/options.ts'
import type { Step } from './change/plan.ts'
import { runChanges } from './change/run.ts'
import { deletedTogether } from './delete-together.ts'

export function deleteCommand(): Command {
  const command = withChangeOptions(new Command('delete'))
    .description(
      'Delete the registrations of the named devices, or of those in a file. Only the Windows Autopilot\n' +
        'registration is deleted; the devices in Intune and Entra ID stay.',
    )
    .argument('[devices...]', 'serial numbers or ids')
    .option(
      '--release',
      'release the devices at once, so that their next owners may register them; without it, a\n' +
        'Taxiway server keeps deleted devices reserved for 30 days, for: taxiway devices restore',
    )
    .action(
      async (names: readonly string[], options: ChangeOptions & { readonly release?: true }) => {
        const { release = false } = options
        const given = { names, changes: {} }
        const requests = await changeRequestsOf(given, { needs: [], takes: [], options }, command)
        const run = {
          requests,
          options,
          verb: release ? 'Release' : 'Delete',
          alwaysAsk: true,
          isFinal: true,
          plan: planDeletion,
          act: release ? releaseAtOnce : remove,
          together: deletedTogether({ release, timeout: options.timeout }),
        }
        await runChanges(run, command)
      },
    )
  return withExamples(command, {
    'taxiway devices delete PF3ABCDE --dry-run': 'what would be deleted',
    'taxiway devices delete PF3ABCDE --yes': 'without confirmation, for scripts',
    'taxiway devices delete PF3ABCDE --release': 'sold: nothing restores it',
    'taxiway devices delete --from gone.csv':
      'those in a file; columns such as "Model" must match too',
  })
}

function planDeletion({ request, device }: Found): Step {
  if (device === undefined) return { request, differences: [], calls: [] }
  // Looked up whatever its case: fine to change a device by, not to delete one by.
  if (!isGuid(request.name) && device.serialNumber !== request.name)
    return {
      request,
      device,
      differences: [],
      calls: [],
      refusal: `The serial number is ${device.serialNumber}; name it exactly so, or by the id.`,
    }
  return { request, device, differences: [], calls: [{ body: {} }] }
}

function releaseAtOnce(graph: Graph): Act {
  return async ({ device }) => {
    const body = JSON.stringify({ ids: [device?.id] })
    const { value } = await ofTaxiway(graph, () =>
      graph.post<DeviceResults>('/admin/v1/releases', body),
    )
    const [result] = value
    if (result?.state !== 'done') throw new CliError(result?.reason ?? 'It was not released.')
    return { status: 'done' }
  }
}

function remove(graph: Graph): Act {
  return async ({ device, calls }) => {
    if (calls.length > 0) await graph.remove(`${devicesPath}/${device?.id}`)
    // Microsoft lists a deleted registration for up to half an hour (observed).
    const left = device && (await deviceById(graph, device.id))
    return { status: left === undefined ? 'done' : 'accepted' }
  }
}
