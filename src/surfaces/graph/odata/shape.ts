/** Which part of an entity is shown: the members selected by `$select`, and what `$expand` adds. */
import { type Expansion, expansionsOf } from './expansion.ts'
import type { Options } from './query-options.ts'
import { selectedNames, type Typed, type Version } from './selected.ts'

export type { Version } from './selected.ts'

export type Shape = {
  /** Members in lower case; absent = all. */
  readonly select?: ReadonlySet<string> | undefined
  readonly expand: readonly Expansion[]
}

const everything: Shape = { expand: [] }

export function parseShape(options: Options, of: Typed, version: Version): Shape {
  const select = options.get('$select')
  const expand = options.get('$expand')
  if (select === undefined && expand === undefined) return everything
  const { type } = of
  const navigations = version === 'beta' || !betaOnly.has(type.name) ? type.navigations : {}
  const more = Object.keys(navigations)
  return {
    ...(select !== undefined && { select: selectedNames(select, of, { version, more }) }),
    expand: expand === undefined ? [] : expansionsOf(expand, { type, navigations, version }),
  }
}

/** Types whose navigation properties v1.0 lacks. [schema] */
const betaOnly = new Set(['windowsAutopilotDeviceIdentity'])

/** Annotations always stay, and so does what was expanded. */
export function shaped(entity: object, { select, expand }: Shape): object {
  if (select === undefined) return entity
  const expanded = new Set(expand.map(({ name }) => name))
  return Object.fromEntries(
    Object.entries(entity).filter(
      ([name]) => name.startsWith('@') || select.has(name.toLowerCase()) || expanded.has(name),
    ),
  )
}

/** What an expansion gives of one entity: another one, several, or none. */
export function shapedTarget(value: unknown, { select }: Pick<Expansion, 'select'>): unknown {
  if (Array.isArray(value)) return value.map((each) => shapedTarget(each, { select }))
  if (typeof value !== 'object' || value === null) return value ?? null
  return shaped(value, { select, expand: [] })
}
