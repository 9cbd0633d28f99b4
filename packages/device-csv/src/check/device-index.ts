/**
 * The devices seen so far, in this file and those before it.
 *
 * A device is identified by its TPM key, else by its UUID, else by its serial number; two different TPM keys
 * are two devices whatever else matches, as in the server's matching rules. Kept as numbers in
 * typed arrays, about 50 bytes per row, so that a million rows fit beside a small program.
 */
import { type Fingerprint, noFingerprint } from '../hash/fingerprint.ts'
import { RowTable } from './row-table.ts'

/** What makes a row comparable; `noFingerprint` for what it does not have. */
export type DeviceTraits = {
  /** The TPM key, or the UUID and serial number of a device without one. */
  readonly board: Fingerprint
  readonly hasTpm: boolean
  /** Manufacturer and serial number; none for a missing or placeholder serial number. */
  readonly serial: Fingerprint
  /** The UUID, which distinguishes two machines with one serial number. */
  readonly uuid: Fingerprint
  /** The digest inside the hash, else the text of the hash. */
  readonly capture: Fingerprint
  /** The other values of the row. */
  readonly rest: Fingerprint
}

/** An earlier row; `file` is the number given to `add`. */
export type Seen = { readonly file: number; readonly line: number }

/** `row` counts the rows added so far from 0; that of a verdict is the earlier row. */
export type Verdict =
  | { readonly kind: 'new' }
  | ({ readonly kind: 'same-row' | 'same-device' | 'same-serial'; readonly row: number } & Seen)

/** What is kept of a row, in 32-bit words. */
const kept = {
  line: 0,
  file: 1,
  hasTpm: 2,
  boardHigh: 3,
  boardLow: 4,
  serialHigh: 5,
  serialLow: 6,
  uuid: 7,
  captureHigh: 8,
  captureLow: 9,
  rest: 10,
} as const
const width = 11
/** Small pages: most files have a few rows only. */
const pageBits = 9
const rowsPerPage = 1 << pageBits

/** The devices of all files that are checked with it: about 50 bytes for each row. */
export class DeviceIndex {
  readonly #boards = new RowTable(
    (row) => this.#fact(row, kept.boardHigh),
    (row) => this.#fact(row, kept.boardLow),
  )
  readonly #serials = new RowTable(
    (row) => this.#fact(row, kept.serialHigh),
    (row) => this.#fact(row, kept.serialLow),
  )
  /** Pages instead of one array, which would have to be copied whenever it grows. */
  readonly #pages: Uint32Array[] = []
  #count = 0

  /** Compares a row with all before it, then remembers it. */
  add(traits: DeviceTraits, { file, line }: Seen): Verdict {
    const row = this.#remember(traits, file, line)
    const { board, serial } = traits
    const byBoard = board === noFingerprint ? -1 : this.#boards.firstOf(board, row)
    const bySerial = serial === noFingerprint ? -1 : this.#serials.firstOf(serial, row)
    if (byBoard !== -1) {
      return this.#verdict(byBoard, this.#repeats(byBoard, row) ? 'same-row' : 'same-device')
    }
    if (bySerial === -1) return { kind: 'new' }
    if (this.#repeats(bySerial, row)) return this.#verdict(bySerial, 'same-row')
    const contradicts = this.#contradicts(bySerial, row)
    return this.#verdict(bySerial, contradicts ? 'same-serial' : 'same-device')
  }

  #remember(traits: DeviceTraits, file: number, line: number): number {
    const row = this.#count++
    if (row % rowsPerPage === 0) this.#pages.push(new Uint32Array(rowsPerPage * width))
    const page = this.#pages[row >>> pageBits] ?? new Uint32Array(0)
    const at = (row % rowsPerPage) * width
    page[at + kept.line] = line
    page[at + kept.file] = file
    page[at + kept.hasTpm] = traits.hasTpm ? 1 : 0
    page[at + kept.boardHigh] = traits.board[0]
    page[at + kept.boardLow] = traits.board[1]
    page[at + kept.serialHigh] = traits.serial[0]
    page[at + kept.serialLow] = traits.serial[1]
    page[at + kept.uuid] = traits.uuid[0]
    page[at + kept.captureHigh] = traits.capture[0]
    page[at + kept.captureLow] = traits.capture[1]
    page[at + kept.rest] = traits.rest[0]
    return row
  }

  #fact(row: number, at: number): number {
    return this.#pages[row >>> pageBits]?.[(row % rowsPerPage) * width + at] ?? 0
  }

  #differ(a: number, b: number, at: number): boolean {
    return this.#fact(a, at) !== this.#fact(b, at)
  }

  #repeats(a: number, b: number): boolean {
    return ![kept.captureHigh, kept.captureLow, kept.rest].some((at) => this.#differ(a, b, at))
  }

  /** Both have a TPM key and the keys differ, or both have a UUID and those differ. */
  #contradicts(a: number, b: number): boolean {
    if (this.#fact(a, kept.hasTpm) === 1 && this.#fact(b, kept.hasTpm) === 1) {
      return this.#differ(a, b, kept.boardHigh) || this.#differ(a, b, kept.boardLow)
    }
    const known = this.#fact(a, kept.uuid) !== 0 && this.#fact(b, kept.uuid) !== 0
    return known && this.#differ(a, b, kept.uuid)
  }

  #verdict(row: number, kind: 'same-row' | 'same-device' | 'same-serial'): Verdict {
    return { kind, row, line: this.#fact(row, kept.line), file: this.#fact(row, kept.file) }
  }
}
