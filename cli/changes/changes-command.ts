/** `taxiway changes`: the events of the tenant, in order, from where the last run ended. */
import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { Command, Option } from 'commander'
import type { EventPage, List, RegistryEvent } from 'taxiway-autopilot/admin'
import type { Graph } from 'taxiway-graph-client'
import { replaceFile } from '../context/replace-file.ts'
import { unreadable } from '../context/unreadable.ts'
import { refuses } from '../context/unwritable.ts'
import { withExamples } from '../examples.ts'
import { connect } from '../graph/client.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { counted, type Output, outputOf } from '../terminal/output.ts'

const path = '/admin/v1/events'

/** Seconds between two looks. */
const every = 2

type Options = {
  cursor?: string
  position?: string
  type?: string[]
  follow?: true
  listTypes?: true
}

export function changesCommand(): Command {
  const command = withContextOption(new Command('changes'))
    .description(
      'Print what happened to the devices of the tenant, oldest first: the same events that webhooks send.\n' +
        'Events are kept for 30 days.',
    )
    .option('--cursor <cursor>', 'go on after this event; `latest`: after whatever there is now')
    .addOption(
      new Option('--position <file>', 'go on where the last run with this file ended').conflicts(
        'cursor',
      ),
    )
    .option('--type <type...>', 'only these types')
    .option('--follow', 'go on printing, one JSON object a line, until interrupted')
    .option('--list-types', 'print every type instead')
    .action(async (options: Options) => {
      const graph = connect(await contextFor(command))
      const output = outputOf(command)
      if (options.listTypes) return await printTypes(graph, output)
      await printChanges(graph, output, options)
    })
  return withExamples(command, {
    'taxiway changes --position changes.cursor --json': 'what is new since the last run',
    'taxiway changes --cursor latest --follow': 'what happens from now on',
  })
}

async function printTypes(graph: Graph, output: Output): Promise<void> {
  const at = '/admin/v1/event-types'
  const { value } = await ofTaxiway(graph, () => graph.get<List<{ type: string }>>(at))
  output.rows(value, [{ key: 'type', title: 'Type' }])
}

async function printChanges(graph: Graph, output: Output, options: Options): Promise<void> {
  const { position, type } = options
  let cursor = options.cursor ?? (await readPosition(position))
  const found: RegistryEvent[] = []
  const show = options.follow
    ? (events: readonly RegistryEvent[]) => printLines(output, events)
    : (events: readonly RegistryEvent[]) => found.push(...events)
  for (;;) {
    const page = await read(graph, type, cursor)
    cursor = page.next ?? cursor
    show(page.value)
    if (page.more) continue
    if (!options.follow) break
    // After the events were printed: a person who interrupts sees them twice rather than never.
    await keepPosition(position, cursor)
    await pause(every * 1_000)
  }
  print(output, found, cursor)
  await keepPosition(position, cursor)
}

function printLines(output: Output, events: readonly RegistryEvent[]): void {
  for (const event of events) output.line(JSON.stringify(event))
}

async function read(
  graph: Graph,
  types: readonly string[] | undefined,
  cursor: string | undefined,
): Promise<EventPage> {
  const query = new URLSearchParams({
    limit: '1000',
    ...(cursor && { cursor }),
    ...(types && { types: types.join(',') }),
  })
  return await ofTaxiway(graph, () => graph.get<EventPage>(`${path}?${query}`))
}

function print(output: Output, events: readonly RegistryEvent[], cursor: string | undefined): void {
  if (output.format === 'json') output.json(events)
  else
    output.rows(
      events.map((event) => ({ ...event, about: JSON.stringify(event.data) })),
      [
        { key: 'timestamp', title: 'Time' },
        { key: 'type', title: 'Type' },
        { key: 'about', title: 'About' },
      ],
    )
  const next = cursor === undefined ? '' : ` The next run goes on at --cursor ${cursor}`
  output.say(`${counted(events.length, 'event')}.${next}`)
}

async function readPosition(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined
  try {
    return (await readFile(file, 'utf8')).trim() || undefined
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw unreadable(file, cause)
  }
}

/** Whole or not at all. */
async function keepPosition(file: string | undefined, cursor: string | undefined): Promise<void> {
  if (file === undefined || cursor === undefined) return
  await replaceFile(file, `${cursor}\n`, 0o644).catch(refuses(file))
}
