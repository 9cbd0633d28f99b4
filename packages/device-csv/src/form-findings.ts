import type { FindingCode } from './finding.ts'

/** What is said of the form of a text, and cannot be said of one that was made of something else. */
export const formFindings: ReadonlySet<FindingCode> = new Set([
  'encoding-unicode',
  'encoding-mixed',
  'separator-not-comma',
  'line-ending-mixed',
  'line-ending-cr',
  'quotes',
  'blank-line',
  'trailing-separator',
])
