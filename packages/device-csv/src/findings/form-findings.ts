import type { FindingCode } from './finding.ts'

/** Findings about the form of a text, which do not apply to a generated one. */
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
