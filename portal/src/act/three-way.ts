/** What one person typed, what it was before, and what somebody else saved meanwhile, put together field by field. */

/** `mine` where it is not as it was; everything else as it is now. */
export function mergedOf<Form extends object>(mine: Form, before: Form, now: Form): Form {
  const names = Object.keys(mine) as (keyof Form)[]
  const touched = names.filter((name) => !isSame(mine[name], before[name]))
  return { ...now, ...Object.fromEntries(touched.map((name) => [name, mine[name]])) }
}

/** What `wanted` says otherwise than `now`, also within its members; a list is one value. */
export function differenceOf(wanted: object, now: object): Readonly<Record<string, unknown>> {
  const before = now as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    Object.entries(wanted)
      .filter(([name, value]) => !isSame(value, before[name]))
      .map(([name, value]) => {
        const other = before[name]
        return [name, isPlain(value) && isPlain(other) ? differenceOf(value, other) : value]
      }),
  )
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
