/** A row of the deny list, as shown to operators. */
import type { DenyRow } from './deny-list.ts'

export type ListedDenyRow = DenyRow & {
  /** `default`, or `operator`. */
  readonly source: string
  /** False: switched off by an operator. */
  readonly active: boolean
}
