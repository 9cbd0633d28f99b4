/** Which values a filter may name of a member that is an enumeration, by the schema. */
import { complexTypes, type EntityType, enums } from 'taxiway-autopilot/graph'

type Typed = { readonly type: EntityType; readonly derived?: readonly EntityType[] }

const known = new WeakMap<object, ReadonlyMap<string, readonly string[]>>()

/** By field of the domain; `fields` maps the names of members, in lower case, to them. */
export function choicesOf<Field extends string>(
  { type, derived = [] }: Typed,
  fields: Readonly<Record<string, Field>>,
): ReadonlyMap<Field, readonly string[]> {
  const before = known.get(fields)
  if (before !== undefined) return before as ReadonlyMap<Field, readonly string[]>
  const types = new Map(
    [type, ...derived]
      .flatMap(membersOf)
      .flatMap(withInner)
      .map(([name, edm]) => [name.toLowerCase(), edm] as const),
  )
  const choices = new Map<Field, readonly string[]>()
  for (const [name, field] of Object.entries(fields)) {
    const edm = types.get(name)?.replace(/^graph\.|!$/g, '') ?? ''
    if (Object.hasOwn(enums, edm)) choices.set(field, enums[edm as keyof typeof enums])
  }
  known.set(fields, choices)
  return choices
}

/** A member and, if it is a value of several members, these as `state/deviceImportStatus`. */
function withInner([name, edm]: readonly [name: string, edm: string]): [string, string][] {
  const plain = edm.replace(/^graph\.|!$/g, '')
  const inner = Object.hasOwn(complexTypes, plain)
    ? Object.entries(complexTypes[plain as keyof typeof complexTypes])
    : []
  return [[name, edm], ...inner.map(([of, type]): [string, string] => [`${name}/${of}`, type])]
}

function membersOf({ base, members, beta }: EntityType): readonly [name: string, edm: string][] {
  const own = Object.entries({ ...members, ...beta }) as [string, string][]
  return base === undefined ? own : [...membersOf(base), ...own]
}
