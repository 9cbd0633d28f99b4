/** Which part of an entity is shown: the members selected by `$select`, and what `$expand` adds. */
import { type EntityType, memberNames } from 'taxiway-autopilot/graph'
import { DomainError } from '../../../core/errors.ts'
import type { Options } from './query-options.ts'

export type Version = 'v1.0' | 'beta'

export type Shape = {
  /** Members in lower case; absent = all. */
  readonly select?: ReadonlySet<string> | undefined
  /** Navigation properties, named as the schema names them. */
  readonly expand: readonly string[]
}

const everything: Shape = { expand: [] }

/** `derived`: types whose members may be selected too, if a set contains several. */
export function parseShape(
  options: Options,
  { type, derived = [] }: { type: EntityType; derived?: readonly EntityType[] },
  version: Version,
): Shape {
  const select = options.get('$select')
  const expand = options.get('$expand')
  if (select === undefined && expand === undefined) return everything
  const navigations =
    version === 'beta' || !betaOnly.has(type.name) ? Object.keys(type.navigations) : []
  const members = new Set([type, ...derived].flatMap((each) => memberNames(each, version)))
  const known = new Set([...members, ...navigations].map((name) => name.toLowerCase()))
  return {
    ...(select !== undefined && { select: selectedNames(select, known, type) }),
    expand: expand === undefined ? [] : expandedNames(expand, navigations, type),
  }
}

/** Types whose navigation properties v1.0 lacks. [schema] */
const betaOnly = new Set(['windowsAutopilotDeviceIdentity'])

function selectedNames(
  list: string,
  known: ReadonlySet<string>,
  type: EntityType,
): ReadonlySet<string> | undefined {
  const names = list.split(',').map((name) => name.trim())
  if (names.includes('*')) return known
  for (const name of names) {
    if (!known.has(name.toLowerCase().split('/')[0] ?? ''))
      throw noSuchProperty('$select', name, type)
  }
  return new Set(names.map((name) => name.toLowerCase().split('/')[0] ?? ''))
}

function expandedNames(
  list: string,
  navigations: readonly string[],
  type: EntityType,
): readonly string[] {
  // A comma within parentheses belongs to the options of one.
  return list.split(/,(?![^(]*\))/).map((given) => {
    const name = given.trim()
    if (name.includes('('))
      throw new DomainError(
        'request-invalid',
        `Invalid $expand: options within '${name}' are not supported.`,
      )
    const found = navigations.find((each) => each.toLowerCase() === name.toLowerCase())
    if (found === undefined) throw noSuchProperty('$expand', name, type)
    return found
  })
}

function noSuchProperty(option: string, name: string, type: EntityType): DomainError {
  return new DomainError(
    'request-invalid',
    `Invalid ${option}: Could not find a property named '${name}' on type 'microsoft.graph.${type.name}'.`,
  )
}

/** Annotations always stay, and so does what was expanded. */
export function shaped(entity: object, { select, expand }: Shape): object {
  if (select === undefined) return entity
  return Object.fromEntries(
    Object.entries(entity).filter(
      ([name]) => name.startsWith('@') || select.has(name.toLowerCase()) || expand.includes(name),
    ),
  )
}
