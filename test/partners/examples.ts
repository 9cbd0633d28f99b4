/** Recorded conversations of Partner Center's clients, and how an answer is compared with one. */
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashFixture } from '../support/hardware-hashes.ts'
import type { Json } from '../support/registry.ts'

export type Example = {
  readonly name: string
  readonly setup: Json
  readonly steps: readonly Json[]
  /** Files, in the examples that are about files. */
  readonly cases?: Json
}

export const examples = examplesIn('partner-center')

/** `folder` is one of the fixtures. */
export function examplesIn(folder: string): readonly Example[] {
  const path = join(import.meta.dirname, '../fixtures', folder)
  return readdirSync(path)
    .toSorted()
    .map((name) => ({ name, ...JSON.parse(readFileSync(join(path, name), 'utf8')) }))
}

export type Variables = Record<string, string>

/** Fills `${name}`, `${newGuid}` and `${hash:fixture-06}`; `$repeat` becomes so many. */
export function filled(value: Json, variables: Variables): Json {
  if (typeof value === 'string')
    return value.replace(/\$\{([^}]+)\}/g, (_, name: string) => {
      if (name === 'newGuid') return randomUUID()
      const fixture = /^hash:fixture-(\d+)$/.exec(name)?.[1]
      return fixture === undefined
        ? (variables[name] ?? `\${${name}}`)
        : hashFixture(Number(fixture)).hardwareHash
    })
  if (Array.isArray(value)) return value.map((each) => filled(each, variables))
  if (typeof value !== 'object' || value === null) return value
  if ('$repeat' in value)
    return Array.from({ length: value.$repeat }, () => filled(value.of, variables))
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, filled(each, variables)]),
  )
}

const words: Readonly<Record<string, (value: Json) => boolean>> = {
  $any: () => true,
  $absentOrNull: (value) => value === undefined || value === null,
  $string: (value) => typeof value === 'string' && value !== '',
  $int: Number.isInteger,
  $array: Array.isArray,
  $guid: (value) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
  $date: (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/.test(value),
}

/** What differs, as `path: wanted, got`. */
export function differences(wanted: Json, got: Json, path = 'body'): readonly string[] {
  if (typeof wanted === 'object' && wanted !== null && !('$oneOf' in wanted))
    return differencesWithin(wanted, got, path)
  return isMeant(wanted, got)
    ? []
    : [`${path}: wanted ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`]
}

function differencesWithin(wanted: Json, got: Json, path: string): readonly string[] {
  const each = Array.isArray(wanted) ? wanted : ofEach(wanted, got)
  if (each === undefined)
    return Object.entries(wanted).flatMap(([name, one]) =>
      differences(one, got?.[name], `${path}.${name}`),
    )
  if (!Array.isArray(got) || got.length !== each.length)
    return [`${path}: wanted ${each.length} elements, got ${JSON.stringify(got)}`]
  return each.flatMap((one: Json, i: number) => differences(one, got[i], `${path}.${i}`))
}

/** Undefined: it is not about the elements of an array. */
function ofEach(wanted: Json, got: Json): readonly Json[] | undefined {
  if (!('$length' in wanted || '$each' in wanted)) return undefined
  return Array.from({ length: wanted.$length ?? got?.length }, () => wanted.$each ?? '$any')
}

function isMeant(wanted: Json, got: Json): boolean {
  if (wanted?.$oneOf !== undefined) return wanted.$oneOf.includes(got)
  if (typeof wanted !== 'string') return wanted === got
  const word = words[wanted]
  if (word !== undefined) return word(got)
  const pattern = /^\$regex:(.*)$/s.exec(wanted)?.[1]
  return pattern === undefined ? wanted === got : new RegExp(pattern).test(String(got))
}
