/** `$select`: the members that are shown, each known to the type. */
import { type EntityType, memberNames } from 'taxiway-autopilot/graph'
import { DomainError } from '../../../core/errors.ts'

export type Version = 'v1.0' | 'beta'

/** `derived`: types whose members may be selected too, where several may stand. */
export type Typed = { readonly type: EntityType; readonly derived?: readonly EntityType[] }

/** In lower case; `more`: what may be selected beside the members. */
export function selectedNames(
  list: string,
  { type, derived = [] }: Typed,
  { version, more = [] }: { readonly version: Version; readonly more?: readonly string[] },
): ReadonlySet<string> {
  const members = [type, ...derived].flatMap((each) => memberNames(each, version))
  const known = new Set([...members, ...more].map((name) => name.toLowerCase()))
  const names = list.split(',').map((name) => name.trim())
  if (names.includes('*')) return known
  for (const name of names) {
    if (!known.has(name.toLowerCase().split('/')[0] ?? ''))
      throw noSuchProperty('$select', name, type)
  }
  return new Set(names.map((name) => name.toLowerCase().split('/')[0] ?? ''))
}

export function noSuchProperty(option: string, name: string, type: EntityType): DomainError {
  return new DomainError(
    'request-invalid',
    `Invalid ${option}: Could not find a property named '${name}' on type 'microsoft.graph.${type.name}'.`,
  )
}
