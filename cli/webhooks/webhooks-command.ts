/** `taxiway webhooks`: where events are sent, and what became of them. */
import { Command, Option } from 'commander'
import type {
  List,
  NewWebhook,
  Page,
  Webhook,
  WebhookDelivery,
  WebhookReplay,
  WebhookSecret,
} from 'taxiway-autopilot/admin'
import { askToConfirm, type Confirmation, withConfirmOptions } from '../confirm.ts'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { counted, outputOf } from '../output.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'

const path = '/admin/v1/webhooks'

const columns = [
  { key: 'id', title: 'Webhook' },
  { key: 'url', title: 'URL' },
  { key: 'state', title: 'State' },
  { key: 'waiting', title: 'Waiting' },
  { key: 'dead', title: 'Given up' },
] as const

export function webhooksCommand(): Command {
  const command = new Command('webhooks').description(
    'Send events of the tenant to your own address, signed as Standard Webhooks 1.0.0 has it (docs/webhooks.md).',
  )
  const all = [list(), add(), change(), remove(), rotate(), deliveries(), replay(), ...ownEvents()]
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
      const { value } = await sent<List<Webhook>>(command, 'get', path)
      output.rows(value, columns)
      output.say(`${counted(value.length, 'webhook')}.`)
    })
  return withExamples(command, { 'taxiway webhooks list --json': 'every detail, as JSON' })
}

type Settings = { type?: string[]; description?: string }

function add(): Command {
  const command = withSettings(withContextOption(new Command('add')))
    .description('Send events to an address. Its first event, webhook.verify, has to be answered.')
    .argument('<url>')
    .action(async (url: string, settings: Settings) => {
      const output = outputOf(command)
      const made = await sent<NewWebhook>(command, 'post', path, { url, ...bodyOf(settings) })
      output.rows(
        [made],
        [
          { key: 'id', title: 'Webhook' },
          { key: 'secret', title: 'Secret' },
        ],
      )
      output.say('The secret is shown only now. Give it to the receiver, which verifies with it.')
    })
  return withExamples(command, {
    'taxiway webhooks add https://receiver.example/hooks --type device.registered --type device.deleted':
      'some types; `taxiway changes --list-types` has all of them',
  })
}

function change(): Command {
  const command = withSettings(withContextOption(new Command('change')))
    .description('Change a webhook. Another URL has to prove itself again.')
    .argument('<id>')
    .option('--url <url>', 'the new address')
    .addOption(new Option('--enable', 'send again what waits').conflicts('disable'))
    .option('--disable', 'send nothing for now; events are kept for 30 days')
    .action(async (id: string, options: Settings & Switches & { url?: string }) => {
      const { url, enable, disable } = options
      const enabled = enable ? true : disable ? false : undefined
      const body = { url, enabled, ...bodyOf(options) }
      const after = await sent<Webhook>(command, 'patch', `${path}/${id}`, body)
      outputOf(command).rows([after], columns)
    })
  return withExamples(command, { 'taxiway webhooks change <id> --disable': 'while it is repaired' })
}

type Switches = { enable?: true; disable?: true }

function remove(): Command {
  const command = withConfirmOptions(withContextOption(new Command('remove')))
    .description('Send it nothing more, and forget what was to be sent.')
    .argument('<id>')
    .action(async (id: string, options: Confirmation) => {
      await askToConfirm(`Remove the webhook ${id} and forget what waits for it?`, options)
      const graph = connect(await contextFor(command))
      if (!(await ofTaxiway(graph, () => graph.remove(`${path}/${id}`))))
        throw new CliError(`There is no webhook ${id}.`, { hint: 'taxiway webhooks list' })
      outputOf(command).say('Removed.')
    })
  return withExamples(command, { 'taxiway webhooks remove <id> --yes': 'without confirmation' })
}

function rotate(): Command {
  const command = withContextOption(new Command('rotate-secret'))
    .description('Make a new secret; the previous one signs beside it for a while.')
    .argument('<id>')
    .option('--overlap <hours>', 'how long both sign, up to 168', '24')
    .action(async (id: string, { overlap }: { overlap: string }) => {
      const body = { overlapHours: Number(overlap) }
      const made = await sent<WebhookSecret>(command, 'post', `${path}/${id}/rotate-secret`, body)
      outputOf(command).rows([made], [{ key: 'secret', title: 'Secret' }])
    })
  return withExamples(command, {
    'taxiway webhooks rotate-secret <id> --overlap 0': 'the old one is known to others',
  })
}

function deliveries(): Command {
  const command = withContextOption(new Command('deliveries'))
    .description('Show what became of the newest events of a webhook.')
    .argument('<id>')
    .addOption(new Option('--state <state>').choices(['waiting', 'delivered', 'dead']))
    .option('--limit <count>', 'how many, up to 500', '100')
    .action(async (id: string, { state, limit }: { state?: string; limit: string }) => {
      const query = new URLSearchParams({ limit, ...(state && { state }) })
      const at = `${path}/${id}/deliveries?${query}`
      const { value } = await sent<Page<WebhookDelivery>>(command, 'get', at)
      outputOf(command).rows(value, [
        { key: 'eventId', title: 'Event' },
        { key: 'type', title: 'Type' },
        { key: 'state', title: 'State' },
        { key: 'attempts', title: 'Attempts' },
        { key: 'lastError', title: 'Last error' },
        { key: 'dueDateTime', title: 'Next attempt' },
      ])
    })
  return withExamples(command, {
    'taxiway webhooks deliveries <id> --state dead': 'what was given up, and why',
  })
}

function replay(): Command {
  const command = withContextOption(new Command('replay'))
    .description('Send events again: those given up, or all since a time of the last 30 days.')
    .argument('<id>')
    .option('--since <time>', 'such as 2026-11-01T00:00:00Z')
    .action(async (id: string, { since }: { since?: string }) => {
      const at = `${path}/${id}/replay`
      const { replayed } = await sent<WebhookReplay>(command, 'post', at, { since })
      outputOf(command).say(`${counted(replayed, 'event')} will be sent again.`)
    })
  return withExamples(command, {
    'taxiway webhooks replay <id>': 'after the receiver was repaired',
  })
}

function ownEvents(): readonly Command[] {
  const events = {
    test: 'Send the event webhook.test.',
    verify: 'Send the first event once more, which the receiver has to answer.',
  }
  return Object.entries(events).map(([name, description]) => {
    const command = withContextOption(new Command(name))
      .description(description)
      .argument('<id>')
      .action(async (id: string) => {
        await sent(command, 'post', `${path}/${id}/${name}`, {})
        outputOf(command).say('It will be sent now.')
      })
    return withExamples(command, {
      [`taxiway webhooks ${name} <id>`]: 'then: taxiway webhooks list',
    })
  })
}

function withSettings(command: Command): Command {
  return command
    .option('--type <type...>', 'types of events; absent: all')
    .option('--description <text>', 'a note for people')
}

function bodyOf({ type, description }: Settings): object {
  return { eventTypes: type, description }
}

async function sent<Answer>(
  command: Command,
  method: 'get' | 'post' | 'patch',
  ...[at, body]: [at: string, body?: object]
): Promise<Answer> {
  const graph = connect(await contextFor(command))
  const text = JSON.stringify(body ?? {})
  return await ofTaxiway(graph, () => {
    if (method === 'get') return graph.get<Answer>(at)
    return method === 'post' ? graph.post<Answer>(at, text) : graph.patch<Answer>(at, text)
  })
}
