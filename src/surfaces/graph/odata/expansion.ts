/** `$expand`: what an entity leads to, shown within it; `$select` may stand in parentheses behind it. */
import {
  directoryDeviceType,
  type EntityType,
  entityTypes,
  groupType,
  servicePrincipalType,
  userType,
} from 'taxiway-autopilot/graph'
import { DomainError } from '../../../core/errors.ts'
import { noSuchProperty, selectedNames, type Typed, type Version } from './selected.ts'

export type Expansion = {
  /** The navigation property, named as the schema names it. */
  readonly name: string
  /** Members of what it leads to, in lower case; absent = all. */
  readonly select?: ReadonlySet<string> | undefined
}

type Expandable = {
  readonly type: EntityType
  readonly navigations: EntityType['navigations']
  readonly version: Version
}

export function expansionsOf(list: string, of: Expandable): readonly Expansion[] {
  return outside(list, ',').map((each) => expansionOf(each.trim(), of))
}

/** `members`, or `members($select=id,displayName)`. */
function expansionOf(given: string, { type, navigations, version }: Expandable): Expansion {
  const [, named, nested] = /^([^()]*)(?:\((.*)\))?$/s.exec(given) ?? []
  const wanted = named?.trim().toLowerCase()
  const name = Object.keys(navigations).find((each) => each.toLowerCase() === wanted)
  if (name === undefined) throw noSuchProperty('$expand', given, type)
  if (nested === undefined) return { name }
  const target = targetOf(navigations[name] ?? '')
  const [option = '', ...more] = outside(nested, ';')
  const [, list] = /^\s*\$?select\s*=(.*)$/is.exec(option) ?? []
  if (target === undefined || list === undefined || more.length > 0)
    throw invalid(`of the options within '${given}', only one $select is supported`)
  return { name, select: selectedNames(list, target, { version }) }
}

/** What a navigation leads to: its type, and those that may stand in its place. */
function targetOf(edm: string): Typed | undefined {
  const name = /graph\.(\w+)/.exec(edm)?.[1]
  if (name === 'directoryObject')
    return { type: groupType, derived: [directoryDeviceType, userType, servicePrincipalType] }
  const type = entityTypes.find((each) => each.name === name)
  return type && { type, derived: entityTypes.filter(({ base }) => base === type) }
}

/** The parts of a list; what stands in parentheses belongs to one of them. */
function outside(list: string, separator: ',' | ';'): readonly string[] {
  const parts = ['']
  let depth = 0
  for (const each of list) {
    if (each === '(') depth++
    if (each === ')') depth--
    if (each === separator && depth === 0) parts.push('')
    else parts.push((parts.pop() ?? '') + each)
  }
  return parts
}

/** For what has an address of its own, and is not expanded. */
export function notExpanded(name: string): DomainError {
  return invalid(`'${name}' is not expanded here. Ask for it at its own address`)
}

function invalid(what: string): DomainError {
  return new DomainError('request-invalid', `Invalid $expand: ${what}.`)
}
