/**
 * Checks the members of a body against those of its shape: matched in any case, as Graph does [observed:
 * msgraph-sdk-powershell#2907], and never dropped silently if that would lose what somebody meant.
 *
 * Strict fidelity refuses every unknown member, in the service's words [observed: MSEndpointMgr/Intune#26]. Lenient
 * fidelity refuses one that looks like a misspelt known member, and a body in which nothing was recognised.
 */
import type { z } from 'zod'
import type { DomainError } from '../../core/errors.ts'
import type { Fidelity } from './fidelity.ts'
import { likest } from './looks-like.ts'
import { unread } from './unread.ts'

export type Described = {
  /** The type that the service names in its refusal, such as `microsoft.graph.importedWindowsAutopilotDeviceIdentity`. */
  readonly type: string
  /** Other members that are allowed and change nothing. */
  readonly ignored: readonly string[]
  /** Members of another request that end up here, in lower case, and where they belong. */
  readonly elsewhere?: Readonly<Record<string, string>>
}

const described = new WeakMap<z.ZodType, Described>()

/** Makes sure that unknown members of the shape are not dropped silently. */
export function ofType<Shape extends z.ZodType>(shape: Shape, about: Described): Shape {
  described.set(shape, about)
  return shape
}

/** The value with its members renamed as in `shape`; throws `request-invalid` for anything that would be lost. */
export function withKnownMembers(shape: z.ZodType, value: unknown, fidelity: Fidelity): unknown {
  const about = described.get(shape)
  const { def } = shape as unknown as { def: Definition }
  if (def.shape !== undefined)
    return isRecord(value) ? members(def.shape, value, { about, fidelity }) : value
  const { element } = def
  if (element !== undefined) {
    if (!Array.isArray(value)) return value
    return value.map((each) => withKnownMembers(element, each, fidelity))
  }
  const inner = def.in ?? def.innerType
  if (inner === undefined) return value
  if (about !== undefined && !described.has(inner)) described.set(inner, about)
  return withKnownMembers(inner, value, fidelity)
}

type Definition = {
  readonly shape?: Readonly<Record<string, z.ZodType>>
  readonly element?: z.ZodType
  readonly in?: z.ZodType
  readonly innerType?: z.ZodType
}

type Rules = { readonly about: Described | undefined; readonly fidelity: Fidelity }

function members(
  shape: Readonly<Record<string, z.ZodType>>,
  value: Readonly<Record<string, unknown>>,
  { about, fidelity }: Rules,
): Record<string, unknown> {
  const names = new Map(Object.keys(shape).map((name) => [name.toLowerCase(), name]))
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
    result[name] = withKnownMembers(inside, inner, fidelity)
  }
  if (about !== undefined)
    refuseLost(unknown, { about, fidelity, known: [...names.values()], left: result })
  return result
}

/** Annotations such as `@odata.type` describe the other members. */
function isAnnotation(name: string): boolean {
  return name.includes('@')
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
  if (fidelity === 'strict') {
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
  if (Object.keys(left).length > 0) return
  throw refusal(
    `There is no property '${first}' here, and nothing else was given. Known are ${known.join(', ')}.`,
  )
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refusal(message: string): DomainError {
  return unread(message)
}
