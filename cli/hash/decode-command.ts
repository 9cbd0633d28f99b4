/** `taxiway hash decode`: one hash in full, several as one line each. */
import { Command } from 'commander'
import {
  checkHardwareHash,
  type DecodedHash,
  decodeHardwareHash,
  type HashFault,
  isUsableHash,
  writeHardwareReport,
} from 'taxiway-hardware-hash'
import { withExamples } from '../examples.ts'
import { CliError, exitCodes } from '../exit.ts'
import type { Column } from '../terminal/column.ts'
import { type Output, outputOf } from '../terminal/output.ts'
import { printDecoded, printFault } from './decoded-text.ts'
import { eachHash, NoHashFound } from './each-hash.ts'
import type { HashInput } from './inputs.ts'
import { rowStream } from './row-stream.ts'

export function decodeCommand(): Command {
  const command = new Command('decode')
    .description(
      'Show what hardware hashes contain. Exits with code 2 if one is damaged or is not a hash.',
    )
    .argument('<hashes...>', 'hashes, files or -')
    .option('--xml', "print one hash as XML, like Microsoft's tool")
    .action(async (names: readonly string[], { xml }: { xml?: boolean }) => {
      const output = outputOf(command)
      process.exitCode =
        xml === true ? await decodeToXml(names, output) : await decodeAll(names, output)
    })
  return withExamples(command, {
    'taxiway hash decode hash.txt': 'one hash, readable',
    'taxiway hash decode devices.csv -o csv': 'the hashes of a device CSV, one row each',
    'taxiway hash decode - --json < hash.txt': 'everything as JSON',
  })
}

type Row = {
  readonly source: string
  readonly line: number | null
  readonly manufacturer?: string | null
  readonly model?: string | null
  readonly serialNumber?: string | null
  readonly smbiosUuid?: string | null
  readonly productKeyId?: string | null
  readonly osType?: string | null
  readonly toolVersion?: number | null
  /** `intact`, `damaged`, or the fault. */
  readonly state: string
}

const columns: readonly Column<Row>[] = [
  { key: 'source', title: 'Source' },
  { key: 'line', title: 'Line' },
  { key: 'manufacturer', title: 'Manufacturer' },
  { key: 'model', title: 'Model' },
  { key: 'serialNumber', title: 'Serial number' },
  { key: 'smbiosUuid', title: 'UUID' },
  { key: 'productKeyId', title: 'Product key id' },
  { key: 'osType', title: 'Captured in' },
  { key: 'toolVersion', title: 'Tool' },
  { key: 'state', title: 'State' },
]

/** The first hash waits until it is known whether it is the only one: one is printed whole. */
async function decodeAll(names: readonly string[], output: Output): Promise<number> {
  let first: HashInput | undefined
  let many: ((input: HashInput) => void) | undefined
  let end = (): void => undefined
  let exitCode: number = exitCodes.ok
  await eachHash(names, output, (input) => {
    if (!isUsableHash(decodeHardwareHash(input.hash))) exitCode = exitCodes.findings
    if (many !== undefined) return many(input)
    if (first === undefined) {
      first = input
      return
    }
    ;({ many, end } = printMany(output))
    many(first)
    many(input)
  }).catch((error: unknown) => {
    if (error instanceof NoHashFound && output.format === 'json') output.json(noHash(error))
    throw error
  })
  if (first !== undefined && many === undefined) printOne(first, output)
  end()
  return exitCode
}

function printOne(input: HashInput, output: Output): void {
  const decoded = decodeHardwareHash(input.hash)
  if (output.format === 'json') output.json(asJson(decoded))
  else if (output.format !== 'table') output.rows([rowOf(input, decoded)], columns)
  else if (decoded.ok) printDecoded(decoded, output)
  else printFault(decoded, output)
}

/** The result for a file that is not a hash and contains none. */
function noHash({ message }: NoHashFound): HashFault {
  return { ok: false, fault: 'not-a-hash', offset: 0, message }
}

function printMany(output: Output): { many: (input: HashInput) => void; end: () => void } {
  if (output.format === 'json') {
    const stream = rowStream<object>(output, [], () => '')
    return {
      many: ({ source, line, hash }) =>
        stream.write({ source, line, ...asJson(decodeHardwareHash(hash)) }),
      end: stream.end,
    }
  }
  const stream = rowStream<Row>(output, columns, (row) => lineOf(row, output))
  return {
    many: (input) => stream.write(rowOf(input, decodeHardwareHash(input.hash))),
    end: stream.end,
  }
}

async function decodeToXml(names: readonly string[], output: Output): Promise<number> {
  let exitCode: number | undefined
  await eachHash(names, output, ({ hash }) => {
    if (exitCode !== undefined) throw new CliError('--xml prints one hash, and there are several.')
    const decoded = decodeHardwareHash(hash)
    exitCode = isUsableHash(decoded) ? exitCodes.ok : exitCodes.findings
    if (decoded.ok) output.line(writeHardwareReport(decoded).trimEnd())
    else output.warn(decoded.message)
  })
  return exitCode ?? exitCodes.findings
}

function asJson(decoded: DecodedHash | HashFault): object {
  if (!decoded.ok) return decoded
  return { ...decoded.toJSON(), findings: checkHardwareHash(decoded) }
}

function rowOf({ source, line }: HashInput, decoded: DecodedHash | HashFault): Row {
  if (!decoded.ok) return { source, line, state: decoded.fault }
  const { manufacturer, model, serialNumber, smbiosUuid, productKeyId, osType, toolVersion } =
    decoded
  const state = isUsableHash(decoded) ? 'intact' : 'damaged'
  return {
    source,
    line,
    manufacturer,
    model,
    serialNumber,
    smbiosUuid,
    productKeyId,
    osType,
    toolVersion,
    state,
  }
}

function lineOf(row: Row, output: Output): string {
  const place = row.line === null ? row.source : `${row.source}:${row.line}`
  const machine = [row.manufacturer, row.model, row.serialNumber, row.smbiosUuid].filter(
    (each) => each !== null && each !== undefined,
  )
  const state = output.paint(row.state === 'intact' ? 'green' : 'red', row.state)
  return [place, ...machine, state].join('  ')
}
