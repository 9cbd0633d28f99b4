/** Members of a body against the schema: each one known, and of its type. What the service says itself is left out. */
import { complexTypes, type EntityType, enums, type Members } from 'taxiway-autopilot/graph'
import { DomainError } from '../../../core/errors.ts'
import type { Members as Kept, Value } from '../../../core/inventory/records.ts'
import { likest } from './looks-like.ts'

/** Sent by clients that send back what they read, and decided here. [documented: read-only] */
const decidedHere = new Set([
  'id',
  'createdDateTime',
  'lastModifiedDateTime',
  'version',
  'priority',
  'settingCount',
  'isAssigned',
  'isBuiltIn',
  'creationSource',
])

/** The members of the type and its bases that clients give. */
export function givenMembers(type: EntityType, body: Readonly<Record<string, unknown>>): Kept {
  const known = allMembers(type)
  const names = new Map(Object.keys(known).map((name) => [name.toLowerCase(), name]))
  const entries = Object.entries(body).flatMap(([given, value]): [string, Value][] => {
    const name = names.get(given.toLowerCase())
    if (given.includes('@') || decidedHere.has(given) || (name && decidedHere.has(name))) return []
    const edm = name === undefined ? undefined : known[name]
    if (name === undefined || edm === undefined)
      throw unknownMember(given, type, [...names.values()])
    return [[name, checkedValue(name, value, edm)]]
  })
  return Object.fromEntries(entries)
}

function allMembers(type: EntityType): Members {
  const inherited = type.base === undefined ? {} : allMembers(type.base)
  return { ...inherited, ...type.members, ...type.beta }
}

/** What stands where nothing was given. */
export function defaultMembers(type: EntityType): Kept {
  return Object.fromEntries(
    Object.entries(allMembers(type)).map(([name, edm]) => [name, defaultOf(edm)]),
  )
}

function defaultOf(edm: string): Value {
  if (!edm.endsWith('!')) return null
  if (edm.startsWith('Collection')) return []
  if (edm.startsWith('Edm.Boolean')) return false
  return edm.startsWith('Edm.Int') ? 0 : ''
}

function checkedValue(name: string, value: unknown, edm: string): Value {
  if (value === null && !edm.endsWith('!')) return null
  const plain = edm.replace('!', '')
  const [, item] = /^Collection\((.*)\)$/.exec(plain) ?? []
  if (item !== undefined) {
    if (!Array.isArray(value)) throw wrongType(name, edm)
    return value.map((each) => checkedValue(name, each, `${item}!`))
  }
  if (plain.startsWith('graph.')) return checkedNamed(name, value, plain.slice('graph.'.length))
  if (!isOfType(value, plain)) throw wrongType(name, edm)
  return value
}

function isOfType(value: unknown, edm: string): value is string | number | boolean {
  if (edm === 'Edm.Boolean') return typeof value === 'boolean'
  if (edm.startsWith('Edm.Int')) return Number.isInteger(value)
  return typeof value === 'string' && !value.includes('\0')
}

function checkedNamed(name: string, value: unknown, type: string): Value {
  if (Object.hasOwn(enums, type)) {
    const allowed: readonly string[] = enums[type as keyof typeof enums]
    if (typeof value === 'string' && allowed.includes(value)) return value
    throw wrongType(name, `one of ${allowed.join(', ')}`)
  }
  const members: Members = complexTypes[type as keyof typeof complexTypes] ?? {}
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrongType(name, type)
  return Object.fromEntries(
    Object.entries(value).flatMap(([inner, each]): [string, Value][] => {
      const edm = members[inner]
      if (inner.includes('@')) return []
      if (edm === undefined)
        throw unknownMember(`${name}.${inner}`, { name: type }, Object.keys(members))
      return [[inner, checkedValue(`${name}.${inner}`, each, edm)]]
    }),
  )
}

function wrongType(name: string, wanted: string): DomainError {
  return new DomainError('request-invalid', `'${name}' must be ${wanted.replace('!', '')}.`)
}

function unknownMember(
  given: string,
  { name }: Pick<EntityType, 'name'>,
  known: readonly string[],
): DomainError {
  const meant = likest(given, known)
  const hint = meant === undefined ? '' : ` Did you mean '${meant}'?`
  return new DomainError(
    'request-invalid',
    `The property '${given}' does not exist on type 'microsoft.graph.${name}'.${hint}`,
  )
}
