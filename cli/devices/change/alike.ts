/** One object for all that are alike: the rows of a fleet mostly ask for the same. */

/** So many are looked for: where nearly all differ, nothing is gained by more. */
const maxSeen = 1_000

/** Gives back an earlier value that says the same, or the value itself. */
export function alike<Value>(): (value: Value) => Value {
  const seen = new Map<string, Value>()
  return (value) => {
    const text = JSON.stringify(value)
    const known = seen.get(text)
    if (known === undefined && seen.size < maxSeen) seen.set(text, value)
    return known ?? value
  }
}
