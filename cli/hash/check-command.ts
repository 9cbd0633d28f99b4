/** `taxiway hash check`: findings per hash, for one hash or a file of any size. */
import { Command, Option } from 'commander'
import { checkHardwareHash, type Finding } from 'taxiway-hardware-hash'
import { withExamples } from '../examples.ts'
import { exitCodes } from '../exit.ts'
import type { Column } from '../terminal/column.ts'
import { counted, type Output, outputOf } from '../terminal/output.ts'
import { findingLine } from './decoded-text.ts'
import { eachHash } from './each-hash.ts'
import type { HashInput } from './inputs.ts'
import { rowStream } from './row-stream.ts'

export type Row = Finding & {
  readonly source: string
  readonly line: number | null
  readonly serialNumber: string | null
}

const columns: readonly Column<Row>[] = [
  { key: 'source', title: 'Source' },
  { key: 'line', title: 'Line' },
  { key: 'serialNumber', title: 'Serial number' },
  { key: 'severity', title: 'Severity' },
  { key: 'code', title: 'Code' },
  { key: 'field', title: 'Field' },
  { key: 'message', title: 'Finding' },
]

type Severity = Finding['severity']

const ranks: Readonly<Record<Severity, number>> = { invalid: 0, critical: 1, warning: 2 }

export function checkCommand(): Command {
  const least = new Option('--severity <least>', 'omit less severe findings')
  const command = new Command('check')
    .description(
      'Check hardware hashes for errors and oddities. Exits with code 2 if there are findings.',
    )
    .argument('<hashes...>', 'hashes, files or -')
    .addOption(least.choices(['invalid', 'critical', 'warning']).default('warning'))
    .action(async (names: readonly string[], { severity }: { severity: Severity }) => {
      process.exitCode = await checkAll(names, severity, outputOf(command))
    })
  return withExamples(command, {
    'taxiway hash check devices.csv': 'every hash of a device CSV',
    'taxiway hash check devices.csv --severity critical -o csv':
      'what must be repaired, for a spreadsheet',
  })
}

async function checkAll(
  names: readonly string[],
  least: Severity,
  output: Output,
): Promise<number> {
  const stream = rowStream<Row>(
    output,
    columns,
    (row) => `${placeOf(row)}${findingLine(row, output)}`,
  )
  const counts: Record<Severity, number> = { invalid: 0, critical: 0, warning: 0 }
  let hashes = 0
  await eachHash(names, output, (input) => {
    hashes++
    for (const finding of checkHardwareHash(input.hash)) {
      if (ranks[finding.severity] > ranks[least]) continue
      counts[finding.severity]++
      stream.write(rowOf(input, finding))
    }
  })
  stream.end()
  const { invalid, critical, warning } = counts
  output.say(
    `${hashes === 1 ? '1 hash' : `${hashes} hashes`}; findings: ${invalid} invalid, ${critical} critical, ${counted(warning, 'warning')}.`,
  )
  return invalid + critical + warning > 0 ? exitCodes.findings : exitCodes.ok
}

function rowOf({ source, line, serialNumber }: HashInput, finding: Finding): Row {
  return { source, line, serialNumber, ...finding }
}

function placeOf({ source, line, serialNumber }: Row): string {
  return line === null ? '' : `${source}:${line}  ${serialNumber ?? ''}  `
}
