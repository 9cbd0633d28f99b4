/**
 * JSON with exactly one spelling (RFC 8785): members sorted by their UTF-16 code units, no white space. What is
 * hashed and signed must be byte-identical whatever writes it, so nothing else may serialise it.
 */

/** What JSON can hold; a member that is undefined is absent. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue | undefined }

export function canonicalJson(value: JsonValue): string {
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const members = Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, each]) =>
      each === undefined ? [] : [`${JSON.stringify(name)}:${canonicalJson(each)}`],
    )
  return `{${members.join(',')}}`
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}
