/** Whether an unknown name resembles a known one: a few letters differ, or one is part of the other. */

/** One letter may differ for each of this many. */
const perLetters = 6

/** The most similar of `known`; undefined = none is similar. */
export function likest(given: string, known: readonly string[]): string | undefined {
  const distance = (name: string) => differences(given.toLowerCase(), name.toLowerCase())
  return known
    .filter((name) => looksLike(given, name))
    .toSorted((a, b) => distance(a) - distance(b))[0]
}

function looksLike(given: string, known: string): boolean {
  const [a, b] = [given.toLowerCase(), known.toLowerCase()]
  // Short names such as `key` are part of many others.
  if ((a.length >= 3 && b.includes(a)) || (b.length >= 5 && a.includes(b))) return true
  const slips = Math.max(1, Math.floor(Math.min(a.length, b.length) / perLetters))
  // A common ending is enough, too: rows use longer names for the user than other requests.
  return differences(a, b) <= slips || (a.length > 8 && differences(a, b.slice(-a.length)) <= slips)
}

/** Letters to insert, delete or replace (Levenshtein). */
function differences(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (const letter of a) row = nextRow(row, letter, b)
  return row[b.length] ?? 0
}

function nextRow(row: readonly number[], letter: string, b: string): number[] {
  const next = [(row[0] ?? 0) + 1]
  for (let j = 1; j <= b.length; j++) {
    const changed = (row[j - 1] ?? 0) + (b[j - 1] === letter ? 0 : 1)
    next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
  }
  return next
}
