/** `taxiway hash make`: hashes of simulated machines, of a description, or of a machine later in its life. */
import { randomInt } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { text as textOf } from 'node:stream/consumers'
import { Command, InvalidArgumentError } from 'commander'
import {
  decodeHardwareHash,
  encodeHardwareHash,
  type HashDescription,
  type LifeEvent,
  makeFleet,
  remakeHardwareHash,
  UnencodableHashError,
} from 'taxiway-hardware-hash'
import { unreadable } from '../context/unreadable.ts'
import { withExamples } from '../examples.ts'
import { CliError, exitCodes } from '../exit.ts'
import { counted, type Output, outputOf } from '../terminal/output.ts'
import { singleHash } from './inputs.ts'
import { eventNames, parseEvent } from './life-events.ts'
import { type RowStream, rowStream } from './row-stream.ts'

type MakeOptions = {
  readonly count?: number
  readonly seed?: string
  readonly from?: string
  readonly event: readonly LifeEvent[]
}

export function makeCommand(): Command {
  const command = new Command('make')
    .description(
      'Make hardware hashes of a described machine, of simulated machines (--count), or of a machine\n' +
        'after something happened to it (--from and --event). They pass every check and belong to no real device.',
    )
    .argument('[description]', 'a JSON file that describes a machine, or -')
    .option('--count <number>', 'write a device CSV of this many simulated machines', wholeNumber)
    .option('--seed <text>', 'the same seed gives the same machines')
    .option('--from <hash>', 'start from this hash (a hash, a file or -)')
    .option(
      '--event <name[=value]>',
      `what happened, repeatable: ${eventNames.join(', ')}`,
      addEvent,
      [],
    )
    .action(async (description: string | undefined, options: MakeOptions) => {
      await make(description, options, outputOf(command))
    })
  return withExamples(command, {
    'taxiway hash make --count 500 --seed 1 > devices.csv': 'a device CSV for experiments',
    'taxiway hash make --from hash.txt --event disk-swapped --event memory-added=16':
      'the same machine, later',
    'taxiway hash make machine.json': 'the hash of a described machine',
  })
}

async function make(file: string | undefined, options: MakeOptions, output: Output): Promise<void> {
  const given = [file, options.count, options.from].filter((each) => each !== undefined)
  if (given.length !== 1) {
    throw new CliError('Give one of: a description, --count, --from.', {
      hint: 'See: taxiway hash make --help',
    })
  }
  refuseUnused(options)
  if (options.count !== undefined)
    return makeMany(options.count, options.seed ?? String(randomInt(2 ** 32)), output)
  const { text } = await encoded(file, options)
  if (output.format === 'json') output.json({ hardwareHash: text })
  else output.line(text)
}

/** What would have no effect was probably meant otherwise. */
function refuseUnused({ count, from, event, seed }: MakeOptions): void {
  const wrong = [
    ...(event.length > 0 && from === undefined ? ['--event needs --from'] : []),
    ...(seed !== undefined && count === undefined ? ['--seed needs --count'] : []),
  ]
  if (wrong.length > 0)
    throw new CliError(`${wrong.join(', and ')}.`, { hint: 'See: taxiway hash make --help' })
}

export type FleetRow = { readonly serialNumber: string; readonly hardwareHash: string }

/** Table and CSV both mean the file that Microsoft's portal takes: nobody reads 4,000 characters. */
function makeMany(count: number, seed: string, output: Output): void {
  const rows = ['table', 'csv'].includes(output.format) ? deviceCsv(output) : plainRows(output)
  for (const { description, hash } of makeFleet({ seed, count })) {
    rows.write({ serialNumber: description.serialNumber ?? '', hardwareHash: hash().text })
  }
  rows.end()
  output.say(`${counted(count, 'machine')} of seed ${seed}.`)
}

function deviceCsv(output: Output): RowStream<FleetRow> {
  output.line('Device Serial Number,Windows Product ID,Hardware Hash\r')
  return {
    write: ({ serialNumber, hardwareHash }) => output.line(`${serialNumber},,${hardwareHash}\r`),
    end: () => undefined,
  }
}

function plainRows(output: Output): RowStream<FleetRow> {
  const columns = [
    { key: 'serialNumber', title: 'Serial number' },
    { key: 'hardwareHash', title: 'Hardware hash' },
  ] as const
  return rowStream<FleetRow>(output, columns, ({ hardwareHash }) => hardwareHash)
}

async function encoded(
  file: string | undefined,
  { from, event }: MakeOptions,
): Promise<{ text: string }> {
  try {
    if (file !== undefined) return encodeHardwareHash(await readDescription(file))
    const { source, hash } = await singleHash(from ?? '-')
    const decoded = decodeHardwareHash(hash)
    if (decoded.ok) return remakeHardwareHash(decoded, event)
    throw new CliError(`${source}: ${decoded.message}`, { exitCode: exitCodes.findings })
  } catch (error) {
    if (!(error instanceof UnencodableHashError)) throw error
    throw new CliError(error.message, { cause: error })
  }
}

async function readDescription(file: string): Promise<HashDescription> {
  const content =
    file === '-'
      ? await textOf(process.stdin)
      : await readFile(file, 'utf8').catch((cause) => {
          throw unreadable(file, cause)
        })
  try {
    return JSON.parse(content)
  } catch (cause) {
    throw new CliError(`${file} is not valid JSON.`, { cause })
  }
}

function addEvent(text: string, before: readonly LifeEvent[]): readonly LifeEvent[] {
  const event = parseEvent(text)
  if (event === undefined)
    throw new InvalidArgumentError(`It must be one of: ${eventNames.join(', ')}.`)
  return [...before, event]
}

function wholeNumber(value: string): number {
  if (/^[1-9]\d{0,6}$/.test(value)) return Number(value)
  throw new InvalidArgumentError('It must be a whole number from 1 to 9,999,999.')
}
