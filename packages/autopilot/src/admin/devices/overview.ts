/** The content of the overview page; null is what the caller may not read. */

import type { Import } from '../imports.ts'
import type { Counted } from './devices.ts'

export type Overview = {
  readonly asOf: string
  readonly registered: number
  readonly byDay: readonly { readonly day: string; readonly count: number }[]
  readonly byManufacturer: readonly Counted[]
  readonly byModel: readonly Counted[]
  readonly byTag: readonly Counted[]
  readonly funnel: {
    readonly registered: number
    readonly assigned: number
    readonly enrolled: number
  }
  readonly failures: readonly { readonly name: string; readonly count: number }[] | null
  readonly conflictsOpen: number | null
  readonly provisionalEndingSoon: number
  readonly sync: {
    readonly lastAt: string | null
    readonly nextAt: string | null
    readonly running: boolean
  }
  readonly lastImports: readonly Import[] | null
}
