/** Webhooks that are added, changed and removed, and new secrets for them. */
import { Command, Option } from 'commander'
import type { NewWebhook, Webhook, WebhookSecret } from 'taxiway-autopilot/admin'
import { withExamples } from '../examples.ts'
import { connect } from '../graph/client.ts'
import { removeNamed } from '../graph/remove-named.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { askToConfirm, type Confirmation, withConfirmOptions } from '../terminal/confirm.ts'
import { outputOf } from '../terminal/output.ts'
import { path, sent } from './webhook-requests.ts'

export const columns = [
  { key: 'id', title: 'Webhook' },
  { key: 'url', title: 'URL' },
  { key: 'state', title: 'State' },
  { key: 'waiting', title: 'Waiting' },
  { key: 'dead', title: 'Given up' },
] as const

type Settings = { type?: string[]; description?: string }

export function addCommand(): Command {
  const command = withSettings(withContextOption(new Command('add')))
    .description('Send events to an address. Its first event, webhook.verify, has to be answered.')
    .argument('<url>')
    .action(async (url: string, settings: Settings) => {
      const output = outputOf(command)
      const made = await sent<NewWebhook>(command, 'post', {
        at: path,
        body: { url, ...bodyOf(settings) },
      })
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

export function changeCommand(): Command {
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
      const after = await sent<Webhook>(command, 'patch', { at: `${path}/${id}`, body })
      outputOf(command).rows([after], columns)
    })
  return withExamples(command, { 'taxiway webhooks change <id> --disable': 'while it is repaired' })
}

type Switches = { enable?: true; disable?: true }

export function removeCommand(): Command {
  const command = withConfirmOptions(withContextOption(new Command('remove')))
    .description('Send it nothing more, and forget what was to be sent.')
    .argument('<id>')
    .action(async (id: string, options: Confirmation) => {
      await askToConfirm(`Remove the webhook ${id} and forget what waits for it?`, options)
      const graph = connect(await contextFor(command))
      const named = { what: `webhook ${id}`, list: 'taxiway webhooks list' }
      await ofTaxiway(graph, () => removeNamed(graph, `${path}/${encodeURIComponent(id)}`, named))
      outputOf(command).say('Removed.')
    })
  return withExamples(command, { 'taxiway webhooks remove <id> --yes': 'without confirmation' })
}

export function rotateCommand(): Command {
  const command = withContextOption(new Command('rotate-secret'))
    .description('Make a new secret; the previous one signs beside it for a while.')
    .argument('<id>')
    .option('--overlap <hours>', 'how long both sign, up to 168', '24')
    .action(async (id: string, { overlap }: { overlap: string }) => {
      const body = { overlapHours: Number(overlap) }
      const made = await sent<WebhookSecret>(command, 'post', {
        at: `${path}/${id}/rotate-secret`,
        body,
      })
      outputOf(command).rows([made], [{ key: 'secret', title: 'Secret' }])
    })
  return withExamples(command, {
    'taxiway webhooks rotate-secret <id> --overlap 0': 'the old one is known to others',
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
