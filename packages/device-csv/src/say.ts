/** How the checks of a row report what they find. */
import type { FindingCode } from './finding.ts'
import type { Column } from './row.ts'

/** Reports a finding about one value of the current row. */
export type Say = (code: FindingCode, column: Column, detail?: string) => void
