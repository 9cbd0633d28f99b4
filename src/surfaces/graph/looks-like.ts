/** Whether a name that is unknown looks like one that was meant: a few letters differ, or one is a part of the other. */

/** Letters that may differ for each of this many. */
const perLetters = 6

/** The one of `known` that comes closest; undefined = none looks like it. */
export function likest(given: string, known: readonly string[]): string | undefined {
  const apart = (name: string) => differences(given.toLowerCase(), name.toLowerCase())
  return known.filter((name) => looksLike(given, name)).toSorted((a, b) => apart(a) - apart(b))[0]
}

function looksLike(given: string, known: string): boolean {
  const [a, b] = [given.toLowerCase(), known.toLowerCase()]
  if (a.length >= 3 && (b.includes(a) || a.includes(b))) return true
  const slips = Math.max(1, Math.floor(Math.min(a.length, b.length) / perLetters))
  // The end alone, too: the person of a row is called by more words than elsewhere.
  return differences(a, b) <= slips || (a.length > 8 && differences(a, b.slice(-a.length)) <= slips)
}

/** Letters to add, leave out or change (Levenshtein). */
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
