/** `taxiway associations`: associated devices, and how they end. */
import { Command } from 'commander'
import type { AssociationView } from 'taxiway-autopilot/admin'
import { withExamples } from '../examples.ts'
import { connect } from '../graph/client.ts'
import { everyPage } from '../graph/every-page.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { askToConfirm, type Confirmation, withConfirmOptions } from '../terminal/confirm.ts'
import { counted, outputOf } from '../terminal/output.ts'

const path = '/admin/v1/associations'

export function associationsCommand(): Command {
  const command = new Command('associations').description(
    'Devices that are associated by their DeviceLinks: list, remove, and confirm what was cleared at the device.',
  )
  for (const each of [list(), remove(), confirmRemoved()]) command.addCommand(each)
  return withExamples(command, {
    'taxiway associations list --state stale': 'those that are out of date',
    'taxiway associations remove <id>': 'once the device has gone',
  })
}

function list(): Command {
  const command = withContextOption(new Command('list'))
    .description('List associated devices, newest first.')
    .option('--search <text>', 'part of the serial number, manufacturer or model')
    .option('--state <state>', 'preassociated, associated, pendingRemoval or stale')
    .action(async (wanted: Readonly<Record<string, string>>) => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const found = await everyPage<AssociationView>(
        graph,
        path,
        new URLSearchParams({ ...wanted, limit: '200' }),
      )
      output.rows(found, [
        { key: 'id', title: 'Association' },
        { key: 'serialNumber', title: 'Serial number' },
        { key: 'manufacturer', title: 'Manufacturer' },
        { key: 'model', title: 'Model' },
        { key: 'state', title: 'State' },
        { key: 'policyId', title: 'Policy' },
        { key: 'dropsDateTime', title: 'Dropped' },
      ])
      output.say(`${counted(found.length, 'associated device')}.`)
    })
  return withExamples(command, { 'taxiway associations list --search Latitude': 'of a model' })
}

function remove(): Command {
  const command = withConfirmOptions(withContextOption(new Command('remove')))
    .description(
      'Remove an association: at once, or, if the device has reported, when it leaves management. The firmware of\n' +
        'the device keeps its marker until somebody clears it there.',
    )
    .argument('<id>')
    .action(async (id: string, options: Confirmation) => {
      await askToConfirm('Remove the association?', options)
      await act(command, id, 'remove')
    })
  return withExamples(command, {
    'taxiway associations remove <id> --yes': 'without confirmation',
  })
}

function confirmRemoved(): Command {
  const command = withContextOption(new Command('confirm-removed'))
    .description('Say that the marker was cleared at the device, whose removal is pending.')
    .argument('<id>')
    .action(async (id: string) => await act(command, id, 'confirm-removed'))
  return withExamples(command, {
    'taxiway associations confirm-removed <id>': 'after the script has run there',
  })
}

async function act(command: Command, id: string, name: string): Promise<void> {
  const graph = connect(await contextFor(command))
  await ofTaxiway(graph, () => graph.post(`${path}/${encodeURIComponent(id)}/${name}`, '{}'))
  outputOf(command).say('Done.')
}
