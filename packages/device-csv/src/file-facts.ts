/** What a reader is given about a file, and what it finds out. */
import type { Encoding } from './encoding-name.ts'
import type { LineEnding } from './lines.ts'
import type { FileKind, Profile } from './row.ts'

export type ReadOptions = {
  /** Whose rules grade the findings; `intune` when absent. */
  readonly profile?: Profile
  /** The file's name, which helps to recognise `*.devicelink.csv`. */
  readonly fileName?: string
  /** The text was made out of something else, such as the cells of a spreadsheet: its form is nobody's fault. */
  readonly isMade?: boolean
}

/** What is known of the file as a whole; final once the reader has ended. */
export type FileFacts = {
  readonly kind: FileKind
  readonly encoding: Encoding
  readonly bom: boolean
  readonly lineEnding: LineEnding
  readonly separator: string
  /** Titles as written; null when the file has no header. */
  readonly header: readonly string[] | null
}
