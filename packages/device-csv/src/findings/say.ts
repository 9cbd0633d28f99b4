/** How the checks of rows and of their values report what they find. */

import type { Column } from '../row.ts'
import type { FindingCode, Place } from './finding.ts'

/** Reports a finding about one value of the current row. */
export type Say = (code: FindingCode, column: Column, detail?: string) => void

/** Reports a finding at any place of the file. */
export type SayAt = (code: FindingCode, place: Place) => void
