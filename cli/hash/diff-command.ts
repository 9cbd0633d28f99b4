/** `taxiway hash diff`: two hashes, and what their differences say about the machine. */
import { Command } from 'commander'
import {
  type DecodedHash,
  type Difference,
  decodeHardwareHash,
  diffHardwareHashes,
} from 'taxiway-hardware-hash'
import { withExamples } from '../examples.ts'
import { CliError, exitCodes } from '../exit.ts'
import { type Output, outputOf } from '../terminal/output.ts'
import { singleHash } from './inputs.ts'

const groupNames: Readonly<Record<Difference['group'], string>> = {
  generation: 'capture and firmware',
  movable: 'movable part',
  board: 'system board',
}

export function diffCommand(): Command {
  const command = new Command('diff')
    .description(
      'Show the differences between two hardware hashes. Exits with code 2 if there are any.',
    )
    .argument('<a>', 'a hash, a file or -')
    .argument('<b>', 'a hash, a file or -')
    .action(async (a: string, b: string) => {
      process.exitCode = await diff(a, b, outputOf(command))
    })
  return withExamples(command, {
    'taxiway hash diff before.txt after.txt': 'what changed about a machine',
    'taxiway hash diff before.txt after.txt --json': 'the same, with values in full',
  })
}

async function diff(a: string, b: string, output: Output): Promise<number> {
  const differences = diffHardwareHashes(await decoded(a), await decoded(b))
  if (output.format === 'json') output.json(differences)
  else print(differences, output)
  return differences.length > 0 ? exitCodes.findings : exitCodes.ok
}

function print(differences: readonly Difference[], output: Output): void {
  const rows = differences.map(({ group, field, a, b }) => ({
    group: groupNames[group],
    field,
    a: shown(a),
    b: shown(b),
  }))
  output.rows(rows, [
    { key: 'group', title: 'Part of' },
    { key: 'field', title: 'Field' },
    { key: 'a', title: 'First' },
    { key: 'b', title: 'Second' },
  ])
  const board = differences.filter(({ group }) => group === 'board').length
  output.say(
    differences.length === 0
      ? 'No difference.'
      : `${differences.length} differences, ${board} of them in the system board.`,
  )
}

async function decoded(argument: string): Promise<DecodedHash> {
  const { source, hash } = await singleHash(argument)
  const result = decodeHardwareHash(hash)
  if (result.ok) return result
  throw new CliError(`${source}: ${result.message}`, { exitCode: exitCodes.findings })
}

const maxValueLength = 60

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '–')
  return text.length > maxValueLength ? `${text.slice(0, maxValueLength)}…` : text
}
