/**
 * The part of a text by which an index of parts is best asked. It goes through the rows of each of the text's trigrams, and
 * where names are numbered, as `PC-00001234`, nearly every row has some of them.
 */

/** So many characters, or three trigrams, are rare enough. */
const length = 5

/** A part that more of the sample have is asked for as a whole: the planner should know that it is common. */
const commonShare = 0.1

/** Of a longer text, more is not looked at. */
const most = 64

/** Whether it has parts that are shorter than itself. */
export function isLonger(value: string): boolean {
  return [...value].length > length
}

/** By a sample of the texts that are indexed, in lower case. */
export function rarestPart(value: string, sample: readonly string[]): string {
  const hits = (part: string) => sample.filter((text) => text.includes(part)).length
  const [best] = partsOf(value)
    .map((part) => ({ part, found: [hits(part.toLowerCase()), sumOf(part, hits)] as const }))
    .toSorted((a, b) => a.found[0] - b.found[0] || a.found[1] - b.found[1])
  return best === undefined || best.found[0] > commonShare * sample.length ? value : best.part
}

function sumOf(part: string, hits: (part: string) => number): number {
  const chars = [...part.toLowerCase()]
  return [0, 1, 2].reduce((sum, at) => sum + hits(chars.slice(at, at + 3).join('')), 0)
}

/** The last ones first, of which the most differ. */
function partsOf(value: string): readonly string[] {
  const chars = [...value].slice(0, most)
  const windows = chars.map((_, at) => chars.slice(at, at + length))
  return (
    windows
      .filter((window) => window.length === length)
      .map((window) => window.join(''))
      // At its ends a word has trigrams of its own, which nearly all have in common.
      .filter((part) => /^[\p{L}\p{N}]+$/u.test(part))
      .toReversed()
  )
}
