/** `taxiway explain`: the meaning of a code or name that an import or a first boot ended with; offline. */
import { Command } from 'commander'
import { type Explanation, explanations, explanationsOf } from 'taxiway-autopilot'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import type { Column } from '../terminal/column.ts'
import { outputOf } from '../terminal/output.ts'

export function explainCodeCommand(): Command {
  const command = new Command('explain')
    .description(
      'Explain a code or a name that an import or a first boot ended with: what it means, what to do, and which source\n' +
        'says so. Without a code, list all known ones. Needs no server.',
    )
    .argument('[code]', 'a number or name, such as 806 or 0x80180014')
    .action((code: string | undefined) => explain(code, command))
  return withExamples(command, {
    'taxiway explain 808': 'why a device could not be imported',
    'taxiway explain 0x80180014': 'why a first boot failed',
    'taxiway explain -o csv': 'the whole catalogue for a knowledge base',
  })
}

function explain(code: string | undefined, command: Command): void {
  const output = outputOf(command)
  const found = code === undefined ? explanations : explanationsOf(code)
  if (code !== undefined && found.length === 0) throw unknown(code)
  if (code !== undefined && output.format === 'table')
    output.line(found.map(paragraph).join('\n\n'))
  else output.rows(found, output.format === 'table' ? columns.slice(0, 4) : columns)
}

const columns: readonly Column<Explanation>[] = [
  { key: 'code', title: 'Code' },
  { key: 'name', title: 'Name' },
  { key: 'where', title: 'Where' },
  { key: 'meaning', title: 'Meaning' },
  { key: 'nextStep', title: 'What to do' },
  { key: 'command', title: 'Command' },
  { key: 'grade', title: 'Grade' },
  { key: 'source', title: 'Source' },
]

function paragraph({ code, name, where, ...of }: Explanation): string {
  return [
    `${[code, name].filter(Boolean).join(' ')} (${where})`,
    `  ${of.meaning}`,
    `  What to do: ${of.nextStep}${of.command === null ? '' : ` See: ${of.command}`}`,
    `  Source (${of.grade}): ${of.source}`,
  ].join('\n')
}

function unknown(code: string): CliError {
  const near = explanations
    .filter(({ name }) => code.length > 3 && name.toLowerCase().includes(code.toLowerCase()))
    .map(({ name }) => name)
  return new CliError(`${code} is not a known code.`, {
    hint:
      near.length > 0 ? `Similar names: ${near.join(', ')}` : 'See all known ones: taxiway explain',
  })
}
