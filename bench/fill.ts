/**
 * `npm run fill -- --devices 1000000`: fills the server that the command line is signed in to with made-up laptops.
 *
 * They come in by the door for imports, so the database looks as years of use leave it: hashes, identities, receipts,
 * directory objects. The same seed makes the same devices; those that are there already are counted and left alone.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Command, InvalidArgumentError } from 'commander'
import { isMicrosoft } from 'taxiway-autopilot'
import type { Graph } from 'taxiway-graph-client'
import { type FleetMix, makeDevice } from 'taxiway-hardware-hash'
import { CliError } from '../cli/exit.ts'
import { connect } from '../cli/graph/client.ts'
import { devicesPath } from '../cli/graph/device-pages.ts'
import { keptInMemory } from '../cli/import/files/kept-hash.ts'
import { collection, postImport, verdictOf } from '../cli/import/wire.ts'
import { contextFor, withContextOption } from '../cli/sign-in/current-context.ts'

/** Each registers for sure: their makers write a serial number. */
const laptops: FleetMix = { lenovo: 1, hp: 1, dell: 1 }
const chunkSize = 500
/** Chunks under way: one is decided while the next is made and sent. */
const lanes = 3

const command = withContextOption(new Command('npm run fill --'))
  .description('register made-up laptops at the Taxiway server of this sign-in')
  .option('--devices <count>', 'how many', wholeNumber, 10_000)
  .option('--tags <count>', 'over how many group tags they are spread; 0 = none', wholeNumber, 12)
  .option('--seed <text>', 'which devices: the same text makes the same ones', 'fill')
  .parse()
const { devices, tags, seed } = command.opts<{ devices: number; tags: number; seed: string }>()

try {
  await fill()
} catch (error) {
  if (!(error instanceof Error)) throw error
  const hint = error instanceof CliError ? error.hint : undefined
  console.error([`Error: ${error.message}`, hint].filter(Boolean).join('\n'))
  process.exitCode = 1
}

async function fill(): Promise<void> {
  const context = await contextFor(command)
  if (isMicrosoft(context.graph))
    throw new CliError('This sign-in is for a real tenant, which wants no made-up devices.', {
      hint: 'Choose that of a Taxiway server: taxiway context list',
    })
  const graph = connect(context)
  const registered = async () => {
    const page = await graph.get<Record<string, number>>(`${devicesPath}?$top=1&$count=true`)
    return page['@odata.count'] ?? 0
  }
  const before = await registered()
  const started = performance.now()
  let next = 0
  let done = 0
  const lane = async () => {
    while (next < devices) {
      const from = next
      next += chunkSize
      const count = Math.min(chunkSize, devices - from)
      await fillChunk(graph, from, count)
      done += count
      if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${devices} `)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  const seconds = (performance.now() - started) / 1000
  const added = (await registered()) - before
  const rate = Math.round(devices / seconds)
  console.log(`${added} devices registered in ${seconds.toFixed(0)} s (${rate} rows a second).`)
  if (added < devices)
    console.log(`${devices - added} were there already: another --seed makes other devices.`)
}

async function fillChunk(graph: Graph, from: number, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, n) => rowOf(from + n))
  const records = await postImport(graph, rows)
  const last = records.at(-1)
  if (last === undefined) throw new Error('The server took no row.')
  // Rows are decided in the order in which they came.
  while (verdictOf(await graph.get(`${collection}/${last.id}`)) === undefined) await pause(100)
}

function rowOf(index: number) {
  const { text } = makeDevice({ seed, count: devices, mix: laptops }, index).hash()
  return {
    importId: randomUUID(),
    hardwareIdentifier: keptInMemory(text),
    serialNumber: '',
    productKey: '',
    groupTag: tags === 0 ? '' : `Site-${String((index % tags) + 1).padStart(2, '0')}`,
    assignedUserPrincipalName: '',
  }
}

function wholeNumber(text: string): number {
  if (/^\d{1,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number.')
}
