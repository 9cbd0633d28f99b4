/** What the rows of a file show together of its columns; of the rows themselves nothing is kept. */
import { readHash } from '../hash/hash-facts.ts'
import { isWhole } from '../hash/repair-hash.ts'
import type { RowReading } from '../reading/row-mapper.ts'
import type { DeviceRow } from '../row.ts'
import { sameSerial } from '../values/serial-spelling.ts'

/** Takes the rows of one file with `add`; its other members say what they show together. */
export class FileProof {
  #rows = 0
  #hashes = 0
  #whole = 0
  #proving = 0
  #hasUserColumn = false
  #firstPositions: RowReading['positions'] | undefined
  #firstLine = 0

  add({ row, positions }: Pick<RowReading, 'row' | 'positions'>): void {
    this.#firstPositions ??= positions
    if (this.#rows === 0) this.#firstLine = row.line
    this.#rows++
    this.#hasUserColumn ||= positions.has('assignedUser')
    if (row.hardwareHash !== '') this.#hashes++
    if (!isWhole(row.hardwareHash)) return
    this.#whole++
    if (isBesideItsSerial(row)) this.#proving++
  }

  /** The columns of the first row; undefined without rows. */
  get firstPositions(): RowReading['positions'] | undefined {
    return this.#firstPositions
  }

  /** Of the first row; 0 without rows. */
  get firstLine(): number {
    return this.#firstLine
  }

  get hasUserColumn(): boolean {
    return this.#hasUserColumn
  }

  /** There are rows, and none of them has a hash. */
  get lacksHashes(): boolean {
    return this.#rows > 0 && this.#hashes === 0
  }

  /** The serial number beside each whole hash is its own: so these are the columns that they seem to be. */
  get provesColumns(): boolean {
    return this.#whole > 0 && this.#proving === this.#whole
  }
}

function isBesideItsSerial({ hardwareHash, serialNumber }: DeviceRow): boolean {
  const reading = readHash(hardwareHash)
  const own = reading.ok ? reading.facts.serialNumber : ''
  return serialNumber === '' || sameSerial(own, serialNumber)
}
