/**
 * Which devices were seen already, in this file and those before it.
 *
 * A device is known by its TPM key, else by its UUID, else by its serial number; two different TPM keys
 * are two devices whatever else agrees (reference: the veto of the matching rules). Kept as numbers in
 * typed arrays, about 50 bytes per row, so that a million rows fit beside a small program.
 */
import { type Fingerprint, noFingerprint } from './fingerprint.ts'
import { FingerprintTable } from './fingerprint-table.ts'

/** What makes a row comparable; `noFingerprint` for what it does not have. */
export type DeviceTraits = {
  /** The TPM key, or the UUID and serial number of a device that shows none. */
  readonly board: Fingerprint
  readonly hasTpm: boolean
  /** Manufacturer and serial number; none for a missing or placeholder serial number. */
  readonly serial: Fingerprint
  /** The UUID, to tell two machines with one serial number apart. */
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

const width = 8

export class DeviceIndex {
  readonly #boards = new FingerprintTable()
  readonly #serials = new FingerprintTable()
  #facts = new Uint32Array(1024 * width)
  #count = 0

  /** Compares a row with all before it, then remembers it. */
  add(traits: DeviceTraits, { file, line }: Seen): Verdict {
    const row = this.#remember(traits, file, line)
    const byBoard = traits.board === noFingerprint ? -1 : this.#boards.firstOf(traits.board, row)
    if (byBoard !== -1)
      return this.#verdict(byBoard, this.#repeats(byBoard, row) ? 'same-row' : 'same-device')
    const bySerial =
      traits.serial === noFingerprint ? -1 : this.#serials.firstOf(traits.serial, row)
    if (bySerial === -1) return { kind: 'new' }
    if (this.#repeats(bySerial, row)) return this.#verdict(bySerial, 'same-row')
    return this.#verdict(bySerial, this.#contradicts(bySerial, row) ? 'same-serial' : 'same-device')
  }

  #remember(
    { board, hasTpm, uuid, capture, rest }: DeviceTraits,
    file: number,
    line: number,
  ): number {
    const row = this.#count++
    if ((row + 1) * width > this.#facts.length) this.#facts = grown(this.#facts)
    this.#facts.set(
      [
        line,
        file,
        hasTpm ? board[0] : 0,
        hasTpm ? board[1] : 0,
        uuid[0],
        capture[0],
        capture[1],
        rest[0],
      ],
      row * width,
    )
    return row
  }

  #fact(row: number, at: number): number {
    return this.#facts[row * width + at] ?? 0
  }

  #repeats(a: number, b: number): boolean {
    return [5, 6, 7].every((at) => this.#fact(a, at) === this.#fact(b, at))
  }

  /** Both have a TPM key and the keys differ, or both have a UUID and those differ. */
  #contradicts(a: number, b: number): boolean {
    const differ = (at: number): boolean => {
      const [x, y] = [this.#fact(a, at), this.#fact(b, at)]
      return x !== 0 && y !== 0 && x !== y
    }
    if (this.#fact(a, 2) !== 0 && this.#fact(b, 2) !== 0) return differ(2) || differ(3)
    return differ(4)
  }

  #verdict(row: number, kind: 'same-row' | 'same-device' | 'same-serial'): Verdict {
    return { kind, row, line: this.#fact(row, 0), file: this.#fact(row, 1) }
  }
}

/** Half as large again: doubling a large array would need its whole size twice over. */
function grown(from: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(from.length + Math.ceil(from.length / 2 / width) * width)
  larger.set(from)
  return larger
}
