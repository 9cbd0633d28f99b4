/** The tables that a command was given: CSV files, and the sheets of spreadsheets as text. */
import type { CollectFault } from '../../src/collect/collect.ts'
import type { SheetText } from '../../src/collect/sheets/sheet-texts.ts'
import { isTable, isWorkbook } from '../../src/collect/sniff.ts'
import { CliError, exitCodes } from '../exit.ts'
import type { Output } from '../terminal/output.ts'
import type { EncodingOption } from './encoding-option.ts'
import { findInputs, type Input } from './inputs.ts'

const headBytes = 8192

/** The files behind `words`, each sheet of devices as a separate input. */
export async function findTables(
  words: readonly string[],
  output: Output,
  { encoding }: EncodingOption = {},
): Promise<readonly Input[]> {
  const found = (await findInputs(words)).map((input) =>
    encoding ? { ...input, encoding } : input,
  )
  return (await Promise.all(found.map((input) => tablesIn(input, output)))).flat()
}

/** The one table behind `word`. */
export async function oneTable(
  word: string,
  output: Output,
  named: EncodingOption = {},
): Promise<Input> {
  const [input, another] = await findTables([word], output, named)
  if (input !== undefined && another === undefined) return input
  const several =
    input?.isMade === true ? 'has devices in several sheets' : 'stands for several files'
  throw new CliError(`${word} ${several}.`, {
    hint: 'Name one of them, or join them to one file first: taxiway csv merge.',
  })
}

async function tablesIn(input: Input, output: Output): Promise<readonly Input[]> {
  const chunks = input.open()[Symbol.asyncIterator]()
  const head = await headOf(chunks)
  if (!mayBeWorkbook(head)) {
    if (!input.isStream) {
      await chunks.return?.()
      return [input]
    }
    return [{ ...input, open: () => chained(head, chunks) }]
  }
  const parts = [head]
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next())
    parts.push(next.value)
  const bytes = new Uint8Array(Buffer.concat(parts))
  if (isWorkbook(bytes)) return sheetsIn(input, bytes, output)
  return [input.isStream ? { ...input, isStream: false, open: () => once(bytes) } : input]
}

/** As much as shows what a text is; a pipe may give it in small pieces. */
async function headOf(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for (let size = 0; size < headBytes; ) {
    const next = await chunks.next()
    if (next.done === true) break
    parts.push(next.value)
    size += next.value.length
  }
  return new Uint8Array(Buffer.concat(parts))
}

/** A ZIP file or an old Office file by its first bytes, or markup with a table. A CSV is not kept in memory. */
function mayBeWorkbook(head: Uint8Array): boolean {
  const [a, b] = head
  return (a === 0x50 && b === 0x4b) || (a === 0xd0 && b === 0xcf) || isTable(head)
}

async function sheetsIn(
  input: Input,
  bytes: Uint8Array<ArrayBuffer>,
  output: Output,
): Promise<readonly Input[]> {
  // Only spreadsheets need it, and it takes longer to load than most files to check.
  const { collect } = await import('../../src/collect/collect.ts')
  const sheets: SheetText[] = []
  const faults: CollectFault[] = []
  await collect(
    { ...named(input), name: input.path, size: bytes.length, open: () => once(bytes) },
    {
      onDevice: () => undefined,
      onSheet: (sheet) => void sheets.push(sheet),
      onFault: (fault) => void faults.push(fault),
    },
  )
  for (const { source, message } of faults) output.warn(`${source}: ${message}`)
  if (faults.some(({ severity }) => severity === 'error')) process.exitCode = exitCodes.findings
  if (sheets.length === 0) return [{ ...input, isStream: false, open: () => once(bytes) }]
  return sheets.map(({ name, text }) => ({
    path: name,
    file: input.file,
    isMade: true,
    isStream: false,
    size: text.length,
    open: () => once(new TextEncoder().encode(text)),
  }))
}

const named = ({ encoding }: Input): EncodingOption => (encoding ? { encoding } : {})

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes.slice()
}

async function* chained(
  head: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield head
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
}
