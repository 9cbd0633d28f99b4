/** What became of a webhook's events, and sending them again. */
import { Command, Option } from 'commander'
import type { Page, WebhookDelivery, WebhookReplay } from 'taxiway-autopilot/admin'
import { withExamples } from '../examples.ts'
import { withContextOption } from '../sign-in/current-context.ts'
import { counted, outputOf } from '../terminal/output.ts'
import { path, sent } from './webhook-requests.ts'

export function deliveriesCommand(): Command {
  const command = withContextOption(new Command('deliveries'))
    .description('Show what became of the newest events of a webhook.')
    .argument('<id>')
    .addOption(new Option('--state <state>').choices(['waiting', 'delivered', 'dead']))
    .option('--limit <count>', 'how many, up to 500', '100')
    .action(async (id: string, { state, limit }: { state?: string; limit: string }) => {
      const query = new URLSearchParams({ limit, ...(state && { state }) })
      const at = `${path}/${id}/deliveries?${query}`
      const { value, next } = await sent<Page<WebhookDelivery>>(command, 'get', { at })
      const output = outputOf(command)
      output.rows(value, [
        { key: 'eventId', title: 'Event' },
        { key: 'type', title: 'Type' },
        { key: 'state', title: 'State' },
        { key: 'attempts', title: 'Attempts' },
        { key: 'lastError', title: 'Last error' },
        { key: 'dueDateTime', title: 'Next attempt' },
      ])
      if (next !== null) output.say(`The newest ${value.length}. There are older ones.`)
    })
  return withExamples(command, {
    'taxiway webhooks deliveries <id> --state dead': 'what was given up, and why',
  })
}

export function replayCommand(): Command {
  const command = withContextOption(new Command('replay'))
    .description('Send events again: those given up, or all since a time of the last 30 days.')
    .argument('<id>')
    .option('--since <time>', 'such as 2026-11-01T00:00:00Z')
    .action(async (id: string, { since }: { since?: string }) => {
      const at = `${path}/${id}/replay`
      const { replayed } = await sent<WebhookReplay>(command, 'post', { at, body: { since } })
      outputOf(command).say(`${counted(replayed, 'event')} will be sent again.`)
    })
  return withExamples(command, {
    'taxiway webhooks replay <id>': 'after the receiver was repaired',
  })
}

export function ownEvents(): readonly Command[] {
  const events = {
    test: 'Send the event webhook.test.',
    verify: 'Send the first event once more, which the receiver has to answer.',
  }
  return Object.entries(events).map(([name, description]) => {
    const command = withContextOption(new Command(name))
      .description(description)
      .argument('<id>')
      .action(async (id: string) => {
        await sent(command, 'post', { at: `${path}/${id}/${name}` })
        outputOf(command).say('It will be sent now.')
      })
    return withExamples(command, {
      [`taxiway webhooks ${name} <id>`]: 'then: taxiway webhooks list',
    })
  })
}
