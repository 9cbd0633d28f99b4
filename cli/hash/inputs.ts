/**
 * Where hashes come from: the argument itself, a file, or standard input.
 *
 * A file is recognized by what is in it: one hash as text or bytes, an XML report with a
 * `HardwareHash`, or a device CSV. A CSV is streamed, so its size does not matter. In any other text, such as JSON or a
 * mail, whole hashes are looked for.
 */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { readText, streamDeviceCsv } from 'taxiway-device-csv'
import { readHardwareReport } from 'taxiway-hardware-hash'
import { hashesIn } from '../../src/collect/devices/loose-hashes.ts'
import { CliError, exitCodes } from '../exit.ts'

export type HashInput = {
  /** As the person named it: `-`, a file, or `argument`. */
  readonly source: string
  /** 1-based line of a CSV; null elsewhere. */
  readonly line: number | null
  /** What the CSV says beside the hash; null elsewhere. */
  readonly serialNumber: string | null
  readonly hash: string | Uint8Array
}

export type HashSource = {
  readonly source: string
  /** In bytes, for progress; null when unknown. */
  readonly size: number | null
  /** `onRead` hears how many bytes have been read so far. */
  readonly inputs: (onRead?: (bytes: number) => void) => AsyncGenerator<HashInput>
}

/** Longest content that is taken for a single hash or a report; anything longer is read as a CSV. */
const maxSingleLength = 65_536

/** The source that `argument` names; throws a `CliError` when it is neither file nor hash. */
export async function openSource(argument: string): Promise<HashSource> {
  if (argument === '-')
    return { source: '-', size: null, inputs: (onRead) => read('-', process.stdin, onRead) }
  const file = await stat(argument).catch(() => undefined)
  if (file?.isDirectory()) throw new CliError(`${argument} is a folder, not a file.`)
  if (file !== undefined) {
    const inputs = (onRead?: (bytes: number) => void) =>
      read(argument, createReadStream(argument), onRead)
    return { source: argument, size: file.size, inputs }
  }
  if (looksLikePath(argument)) {
    throw new CliError(`There is no file ${argument}.`, {
      hint: 'Give a hash (4,000 characters), a file, or - for standard input.',
    })
  }
  return { source: 'argument', size: null, inputs: () => single(argument) }
}

/** The one hash that `argument` names; throws a `CliError` when it names none or several. */
export async function singleHash(argument: string): Promise<HashInput> {
  const { source, inputs } = await openSource(argument)
  let found: HashInput | undefined
  for await (const input of inputs()) {
    if (found !== undefined)
      throw new CliError(`${source} contains several hashes; this command takes one.`)
    found = input
  }
  if (found === undefined)
    throw new CliError(`${source} contains no hash.`, { exitCode: exitCodes.findings })
  return found
}

async function* single(text: string): AsyncGenerator<HashInput> {
  yield { source: 'argument', line: null, serialNumber: null, hash: text.trim() }
}

type Chunks = AsyncIterable<Uint8Array>

async function* read(
  source: string,
  stream: Chunks,
  onRead: (bytes: number) => void = () => undefined,
): AsyncGenerator<HashInput> {
  const chunks = counted(stream, onRead)
  const head = await upTo(maxSingleLength, chunks)
  const one = head.ended ? asSingle(head.bytes) : undefined
  if (one !== undefined) {
    for (const hash of hashesOf(one)) yield { source, line: null, serialNumber: null, hash }
    return
  }
  let isList = false
  for await (const input of rowsOf(source, following(head.bytes, chunks))) {
    isList = true
    yield input
  }
  if (isList || !head.ended) return
  for (const hash of hashesIn(readText(head.bytes)))
    yield { source, line: null, serialNumber: null, hash }
}

async function* rowsOf(source: string, chunks: Chunks): AsyncGenerator<HashInput> {
  const rows = streamDeviceCsv(chunks, { profile: 'intune-lenient' })
  for await (const { line, serialNumber, hardwareHash } of rows)
    if (hardwareHash !== '') yield { source, line, serialNumber, hash: hardwareHash }
}

/** The text as the hash that it seems to be; of JSON and a mail the whole hashes in it. */
function hashesOf(one: string | Uint8Array): readonly (string | Uint8Array)[] {
  if (typeof one !== 'string' || !/^[[{>]/.test(one)) return [one]
  const found = hashesIn(one)
  return found.length > 0 ? found : [one]
}

async function* counted(
  stream: Chunks,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of stream) {
    bytes += chunk.length
    onRead(bytes)
    yield chunk
  }
}

/** The first bytes, and whether they are all. */
async function upTo(
  most: number,
  chunks: AsyncGenerator<Uint8Array>,
): Promise<{ bytes: Uint8Array; ended: boolean }> {
  const parts: Uint8Array[] = []
  for (let size = 0; size <= most; ) {
    const next = await chunks.next()
    if (next.done) return { bytes: Buffer.concat(parts), ended: true }
    parts.push(next.value)
    size += next.value.length
  }
  return { bytes: Buffer.concat(parts), ended: false }
}

async function* following(head: Uint8Array, rest: Chunks): AsyncGenerator<Uint8Array> {
  yield head
  yield* rest
}

/** The hash of a file that holds just one; undefined when it has columns or nothing. */
function asSingle(bytes: Uint8Array): string | Uint8Array | undefined {
  if (bytes[0] === 0x4f && bytes[1] === 0x41 && bytes.includes(0)) return bytes
  const text = readText(bytes).trim()
  const inReport = text.includes('<HardwareHash>') ? readHardwareReport(text).hardwareHash : null
  if (inReport !== null) return inReport
  return text === '' || /[,;|\t]/.test(text) ? undefined : text
}

/** Base64 has no dot and no backslash, and no text that long names a file; the rest is taken at its word. */
function looksLikePath(argument: string): boolean {
  return argument.length < 256 && /[.\\]|^[/~]/.test(argument)
}
