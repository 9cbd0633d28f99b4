/** What a repair is given, and what it reports on the way. */
import type { Finding, FindingCode } from '../findings/finding.ts'
import type { Profile } from '../row.ts'
import type { Encoding } from '../text/encoding-name.ts'

/** One repair; `line` is that of the input, 0 for the file as a whole. */
export type FixChange = Pick<Finding, 'line' | 'column' | 'code' | 'message'>

/** A row that is not in the output, with the reasons and its original fields. */
export type LeftOut = {
  readonly line: number
  readonly codes: readonly FindingCode[]
  readonly fields: readonly string[]
}

export type FixOptions = {
  readonly profile?: Profile
  readonly fileName?: string
  /** The text was generated, for example from a spreadsheet's cells. */
  readonly isMade?: boolean
  /** What a person says that the text is in. */
  readonly encoding?: Encoding
  /** Omits rows that still have an error, instead of writing them as they are. */
  readonly onlyGood?: boolean
  /** Writes every column of the form: a later header has values that the first one has no column for. */
  readonly allColumns?: boolean
  readonly users?: ReadonlySet<string>
  readonly onChange?: (change: FixChange) => void
  readonly onLeftOut?: (row: LeftOut) => void
  /** What is still wrong with the rows written; lines and columns are those of the input. */
  readonly onRemaining?: (finding: Finding) => void
}
