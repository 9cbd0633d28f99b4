/** What every form of a case takes. */
import type { RepairCaseDetail } from 'taxiway-autopilot/admin'

export type FormProps = {
  readonly of: RepairCaseDetail
  /** Does an act of the case; false: it was refused, and the person knows why. */
  readonly send: (act: string, body?: object) => Promise<boolean>
}
