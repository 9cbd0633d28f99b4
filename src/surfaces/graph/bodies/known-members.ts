/**
 * Checks the members of a body against those of its shape: matched in any case, as Graph does [observed:
 * msgraph-sdk-powershell#2907], and never dropped silently if that would lose what somebody meant.
 *
 * Strict fidelity refuses every unknown member, in the service's words [observed: MSEndpointMgr/Intune#26]. Lenient
 * fidelity refuses one that looks like a misspelt known member, and a body in which nothing was recognized. This holds
 * for every body: a shape that is not described here is checked as `anything` says.
 */
import type { z } from 'zod'
import type { DomainError } from '../../../core/errors.ts'
import type { Fidelity } from '../fidelity/fidelity.ts'
import { unread } from '../unread.ts'
import { likest } from './looks-like.ts'

export type Described = {
  /**
   * The type that the service names in its refusal, such as `microsoft.graph.importedWindowsAutopilotDeviceIdentity`;
   * absent: not all of its members are known, so that strict fidelity cannot refuse the unknown ones.
   */
  readonly type?: string
  /** Types that may stand in its place, such as one kind of profile. */
  readonly derived?: readonly string[]
  /** Other members that are allowed and change nothing. */
  readonly ignored: readonly string[]
  /** Members of another request that end up here, in lower case, and where they belong. */
  readonly elsewhere?: Readonly<Record<string, string>>
  /** Whether a value in which nothing was recognized is allowed. */
  readonly mayBeEmpty?: boolean
}

const described = new WeakMap<z.ZodType, Described>()

/** What holds for the body of a shape that nothing else was said of. */
const anything: Described = { ignored: [] }
/** For objects within one: they may be of members that are not known here alone. */
const anythingWithin: Described = { ignored: [], mayBeEmpty: true }

/** Makes sure that unknown members of the shape are not dropped silently. */
export function ofType<Shape extends z.ZodType>(shape: Shape, about: Described): Shape {
  described.set(shape, about)
  return shape
}

/** The value with its members renamed as in `shape`; throws `request-invalid` for anything that would be lost. */
export function withKnownMembers(shape: z.ZodType, value: unknown, fidelity: Fidelity): unknown {
  return known(shape, value, { about: anything, fidelity })
}

/** `otherwise`: what holds if the shape is not described. */
function known(shape: z.ZodType, value: unknown, otherwise: Rules): unknown {
  const rules = { ...otherwise, about: described.get(shape) ?? otherwise.about }
  const { def } = shape as unknown as { def: Definition }
  if (def.shape !== undefined) return isRecord(value) ? members(def.shape, value, rules) : value
  const { element } = def
  if (element !== undefined)
    return Array.isArray(value) ? value.map((each) => known(element, each, rules)) : value
  const inner = def.in ?? def.innerType
  return inner === undefined ? value : known(inner, value, rules)
}

type Definition = {
  readonly shape?: Readonly<Record<string, z.ZodType>>
  readonly element?: z.ZodType
  readonly in?: z.ZodType
  readonly innerType?: z.ZodType
}

type Rules = { readonly about: Described; readonly fidelity: Fidelity }

function members(
  shape: Readonly<Record<string, z.ZodType>>,
  value: Readonly<Record<string, unknown>>,
  { about, fidelity }: Rules,
): Record<string, unknown> {
  const names = new Map(Object.keys(shape).map((name) => [name.toLowerCase(), name]))
  if (fidelity === 'strict') refuseOtherType(value['@odata.type'], about)
  const result: Record<string, unknown> = {}
  const unknown: string[] = []
  for (const [given, inner] of Object.entries(value)) {
    const name = names.get(given.toLowerCase())
    const inside = name === undefined ? undefined : shape[name]
    if (name === undefined || inside === undefined) {
      if (!isAnnotation(given)) unknown.push(given)
      continue
    }
    if (Object.hasOwn(result, name))
      throw refusal(`The property '${name}' is there twice, once as '${given}'.`)
    result[name] = known(inside, inner, { about: anythingWithin, fidelity })
  }
  refuseLost(unknown, { about, fidelity, known: [...names.values()], left: result })
  return result
}

/** Annotations such as `@odata.type` describe the other members; what is bound is as good as a member. */
function isAnnotation(name: string): boolean {
  return name.includes('@') && !name.toLowerCase().endsWith('@odata.bind')
}

/** [inferred: in the words of ODataLib, with which the service reads] */
function refuseOtherType(given: unknown, { type, derived = [] }: Described): void {
  if (given === undefined || type === undefined || !type.includes('.')) return
  const name = String(given).replace(/^#/, '')
  if ([type, ...derived].some((each) => each.toLowerCase() === name.toLowerCase())) return
  throw refusal(
    `A resource with type '${name}' was found, but it is not assignable to the expected type '${type}'.`,
  )
}

type Lost = {
  readonly about: Described
  readonly fidelity: Fidelity
  readonly known: readonly string[]
  readonly left: object
}

function refuseLost(unknown: readonly string[], { about, fidelity, known, left }: Lost): void {
  const ignored = new Set(about.ignored.map((name) => name.toLowerCase()))
  const lost = unknown.filter((name) => !ignored.has(name.toLowerCase()))
  const [first] = lost
  if (first === undefined) return
  if (fidelity === 'strict' && about.type !== undefined) {
    throw refusal(
      `The property '${first}' does not exist on type '${about.type}'. Make sure to only use property names that are defined by the type.`,
    )
  }
  const elsewhere = about.elsewhere?.[first.toLowerCase()]
  if (elsewhere !== undefined) throw refusal(`There is no property '${first}' here. ${elsewhere}`)
  for (const name of lost) {
    const meant = likest(name, known)
    if (meant !== undefined)
      throw refusal(`There is no property '${name}': did you mean '${meant}'?`)
  }
  if (about.mayBeEmpty || Object.keys(left).length > 0) return
  throw refusal(
    `There is no property '${first}' here, and nothing else was given. ${known.length === 0 ? 'None are known.' : `Known are ${known.join(', ')}.`}`,
  )
}

/** For a request that takes nothing. */
export function refuseMembers(value: unknown): void {
  const given = isRecord(value) ? Object.keys(value).find((name) => !isAnnotation(name)) : undefined
  if (given !== undefined)
    throw refusal(`There is no property '${given}' here: this request takes none.`)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refusal(message: string): DomainError {
  return unread(message)
}
