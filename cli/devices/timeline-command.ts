/** `taxiway devices timeline`: the first boots of a device as the service saw them, with causes and next steps. */
import { Command } from 'commander'
import { withExamples } from '../examples.ts'
import { connect } from '../graph/client.ts'
import { findDevice } from '../graph/find-device.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { outputOf } from '../terminal/output.ts'
import { readTimeline, showTimeline } from './timeline.ts'

export function timelineCommand(): Command {
  const command = withContextOption(new Command('timeline'))
    .description(
      'Show what happened between a device and the service since it was registered: contacts, proofs,\n' +
        'profiles, progress of setup, failures with cause and remedy. Only Taxiway servers record this.',
    )
    .argument('<serial number or id>')
    .action(async (name: string) => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const device = await findDevice(graph, name)
      const timeline = await readTimeline(graph, device.id)
      showTimeline(output, timeline)
      if (output.format === 'json') return
      const last = timeline.lastContactedDateTime
      output.say(
        last === null
          ? `${device.serialNumber} has not contacted the service.`
          : `${device.serialNumber} contacted the service at ${last}; it is ${timeline.enrollmentState}.`,
      )
    })
  return withExamples(command, {
    'taxiway devices timeline PF3ABCDE': 'how the first boot of this device went',
  })
}
