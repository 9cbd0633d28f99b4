/** `taxiway webhooks`: where events are sent, and what became of them. */
import { Command } from 'commander'
import type { List, Webhook } from 'taxiway-autopilot/admin'
import { withExamples } from '../examples.ts'
import { withContextOption } from '../sign-in/current-context.ts'
import { counted, outputOf } from '../terminal/output.ts'
import {
  addCommand,
  changeCommand,
  columns,
  removeCommand,
  rotateCommand,
} from './change-commands.ts'
import { deliveriesCommand, ownEvents, replayCommand } from './delivery-commands.ts'
import { path, sent } from './webhook-requests.ts'

export function webhooksCommand(): Command {
  const command = new Command('webhooks').description(
    'Send events of the tenant to your own address, signed as Standard Webhooks 1.0.0 has it (docs/webhooks.md).',
  )
  const all = [
    list(),
    addCommand(),
    changeCommand(),
    removeCommand(),
    rotateCommand(),
    deliveriesCommand(),
    replayCommand(),
    ...ownEvents(),
  ]
  for (const each of all) command.addCommand(each)
  return withExamples(command, {
    'taxiway webhooks list': 'which there are, and what waits',
    'taxiway webhooks add https://receiver.example/hooks': 'all events; prints the secret once',
  })
}

function list(): Command {
  const command = withContextOption(new Command('list'))
    .description('List webhooks, with what waits for them and what was given up.')
    .action(async () => {
      const output = outputOf(command)
      const { value } = await sent<List<Webhook>>(command, 'get', { at: path })
      output.rows(value, columns)
      for (const { url, answeredBy, withheld } of value.filter((each) => each.withheld.length > 0))
        output.say(`${url}: ${answeredBy} may not read ${withheld.join(', ')} any more.`)
      output.say(`${counted(value.length, 'webhook')}.`)
    })
  return withExamples(command, { 'taxiway webhooks list --json': 'every detail, as JSON' })
}
