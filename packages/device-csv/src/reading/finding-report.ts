/** Makes the findings of a file for one profile, and reports them. */
import type { ReadOptions } from '../file-facts.ts'
import { type Finding, type FindingMaker, findingsFor } from '../findings/finding.ts'
import { formFindings } from '../findings/form-findings.ts'
import type { SayAt } from '../findings/say.ts'
import { judgeLayout } from '../layout/judge-layout.ts'
import type { Layout } from '../layout/layout.ts'
import type { Profile } from '../row.ts'

export class FindingReport {
  readonly make: FindingMaker
  readonly say: SayAt
  readonly #profile: Profile
  readonly #report: (finding: Finding) => void

  constructor(
    report: (finding: Finding) => void,
    { profile = 'intune', isMade = false }: Pick<ReadOptions, 'profile' | 'isMade'>,
  ) {
    this.#report = isMade ? (finding) => formFindings.has(finding.code) || report(finding) : report
    this.#profile = profile
    this.make = findingsFor(profile)
    this.say = (code, place) => this.#report(this.make(code, place))
  }

  /** What a header says about the columns below it. */
  judge(layout: Layout, line: number): void {
    for (const each of judgeLayout(layout, line, { make: this.make, profile: this.#profile }))
      this.#report(each)
  }
}
