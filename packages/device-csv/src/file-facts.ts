/** What a reader is given about a file, and what it finds out about it. */

import type { FileKind, Profile } from './row.ts'
import type { Encoding } from './text/encoding-name.ts'
import type { LineEnding } from './text/lines.ts'

export type ReadOptions = {
  /** Which rules grade the findings; `intune` when absent. */
  readonly profile?: Profile
  /** The file's name, which helps to recognize `*.devicelink.csv`. */
  readonly fileName?: string
  /** The text was generated from something else, such as spreadsheet cells, so its form is not reported. */
  readonly isMade?: boolean
  /** What a person says that the text is in: its letters are then taken for what was meant. What the bytes show is stronger. */
  readonly encoding?: Encoding
}

/** What is known about the file as a whole; final once the reader has ended. */
export type FileFacts = {
  readonly kind: FileKind
  readonly encoding: Encoding
  readonly bom: boolean
  readonly lineEnding: LineEnding
  readonly separator: string
  /** Titles as written; null when the file has no header. */
  readonly header: readonly string[] | null
}
