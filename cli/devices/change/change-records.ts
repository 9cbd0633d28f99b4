/** The records of a file of changes, read a piece at a time: a file with hashes is a hundred times what is kept of it. */
import { createReadStream } from 'node:fs'
import type { ByteReader } from 'taxiway-device-csv'
import { unreadable } from '../../context/unreadable.ts'

/** With the line on which it begins. */
export type ChangeRecord = { readonly number: number; readonly text: string }

/** Those of `path`, whose bytes go through `bytes`; `-` is standard input. */
export async function* recordsIn(path: string, bytes: ByteReader): AsyncGenerator<ChangeRecord> {
  const records = new RecordReader()
  for await (const chunk of chunksOf(path)) yield* records.push(bytes.push(chunk))
  yield* records.push(bytes.end())
  yield* records.end()
}

async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* path === '-' ? process.stdin : createReadStream(path)
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

/** Characters of a record; more is a quotation mark that was lost. */
const maxRecord = 20_000

/**
 * A line end between quotation marks belongs to the value; where a mark is lost or out of place, the record is refused by
 * its line.
 */
class RecordReader {
  /** The beginning of a line whose end has not come yet. */
  #rest = ''
  #open = ''
  #number = 1
  #line = 1;

  *push(text: string): Generator<ChangeRecord> {
    const all = this.#rest + text
    let at = 0
    for (const { 0: end, index } of all.matchAll(/\r\n|\r|\n/g)) {
      // What follows a carriage return says whether it is one end or half of one.
      if (end === '\r' && index === all.length - 1) break
      yield* this.#take(all.slice(at, index), end)
      at = index + end.length
    }
    this.#rest = all.slice(at)
  }

  *end(): Generator<ChangeRecord> {
    const end = this.#rest.endsWith('\r') ? '\r' : ''
    const last = end === '' ? this.#rest : this.#rest.slice(0, -1)
    if (end !== '') yield* this.#take(last, end)
    yield* this.#take(end === '' ? last : '', '')
  }

  /** `end` is empty where the file ends. */
  *#take(text: string, end: string): Generator<ChangeRecord> {
    this.#open += text
    this.#line++
    const isInside = (this.#open.split('"').length - 1) % 2 === 1
    if (isInside && end !== '' && this.#open.length < maxRecord) {
      this.#open += end
      return
    }
    if (this.#open !== '' || end !== '') yield { number: this.#number, text: this.#open }
    this.#open = ''
    this.#number = this.#line
  }
}
