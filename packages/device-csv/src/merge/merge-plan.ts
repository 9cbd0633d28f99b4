/** What a merge is made of, and what its first pass finds out. */

import type { FileKind } from '../row.ts'
import type { Encoding } from '../text/encoding-name.ts'
import type { MergeLosses } from './merge-losses.ts'

/** A file that can be read more than once. */
export type MergeSource = {
  readonly name: string
  readonly open: () => AsyncIterable<Uint8Array>
  /** The text was generated, for example from a spreadsheet's cells. */
  readonly isMade?: boolean
  /** What a person says that the text is in. */
  readonly encoding?: Encoding
}

export type MergeOptions = {
  /** Keep only the newest of several captures of one device, by the clock inside the hash; absent: keep all and list them. */
  readonly newest?: boolean
}

/** Rows that are one device. */
export type MergeConflict = {
  readonly serialNumber: string
  readonly places: readonly {
    readonly file: string
    readonly line: number
    readonly captured: string | null
  }[]
  /** Index into `places` of the row that is kept; null when all are. */
  readonly kept: number | null
}

export type MergePlan = {
  readonly rows: number
  /** Exact repetitions of an earlier row. */
  readonly repeated: number
  readonly conflicts: readonly MergeConflict[]
  readonly kinds: ReadonlySet<FileKind>
  readonly hasGroupTag: boolean
  readonly hasUser: boolean
  /** False when a value cannot be written as ANSI text. */
  readonly ansi: boolean
  /** Files without rows. */
  readonly empty: readonly string[]
  /** The numbers of the rows that are not written, in reading order. */
  readonly dropped: ReadonlySet<number>
  readonly losses: MergeLosses
}
