import type { Grade } from '../refusals.ts'
import type { RepairStep } from './repair-steps.ts'
import type { RepairVerdict } from './repair-verdicts.ts'

export type RepairScenario = {
  /** What happened, in plain words. */
  readonly title: string
  /** Whether Microsoft says that the device works with Windows Autopilot again. */
  readonly supported: 'yes' | 'no' | 'sometimes' | 'untested'
  /** In their order; empty: nothing is to be done, or nothing helps. */
  readonly steps: readonly RepairStep[]
  /** What has to be known about it; absent: nothing. */
  readonly note?: string
  /** What the comparison of both captures shows if it went as planned. */
  readonly verdict: RepairVerdict
  readonly source: string
  readonly grade: Grade
}

const page = 'Microsoft, "Motherboard replacement scenario guidance"'
/** Of scenarios that Microsoft describes. */
export const documented = { source: page, grade: 'documented' } as const
