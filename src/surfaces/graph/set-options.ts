/** How a set is asked for a list: what can be named, and how many rows a page has. */
import type { EntityType } from 'taxiway-autopilot/graph'
import type { Askable } from '../http/odata/askable.ts'
import { choicesOf } from './choices.ts'
import type { Fidelity } from './fidelity/fidelity.ts'

/** Rows per page unless `$top` asks for fewer. [observed: 1,000 for identities] */
const defaultPage = 1_000
/** Those of the directory in strict fidelity. [observed: Azure_Automation_Scripts#2] */
const directoryPage = 100

export type Listed<Field extends string> = Askable<Field> & {
  readonly type: EntityType
  readonly derived?: readonly EntityType[]
  readonly pageSize?: number
  /** One of the directory's, which in strict fidelity has pages and counts of its own. */
  readonly ofDirectory?: boolean
  readonly searchable?: boolean
}

export function optionsOf<Field extends string>(
  {
    fields,
    types,
    pageSize = defaultPage,
    ofDirectory = false,
    searchable = false,
    unsetDates = [],
    ...set
  }: Listed<Field>,
  fidelity: Fidelity,
) {
  const usual = ofDirectory && fidelity === 'strict' ? directoryPage : pageSize
  const choices = choicesOf(set, fields)
  return {
    fields,
    types,
    unsetDates,
    choices,
    pageSize: usual,
    maxPageSize: pageSize,
    searchable,
  }
}
