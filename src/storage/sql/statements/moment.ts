/** A moment as PostgreSQL writes it in UTC, such as `2026-11-30 06:10:00.25+00`. */

const zero = 0x30
const hyphen = 0x2d

/** Undefined: it is written otherwise. Microseconds are cut off, as a Date has none. */
export function momentIn(text: string): Date | undefined {
  const end = text.length - 3
  if (end < 19 || text.charCodeAt(4) !== hyphen || !text.endsWith('+00')) return undefined
  const year = digits(text, 0, 4)
  // Of earlier ones Date.UTC would make those of the twentieth century.
  if (!(year >= 100)) return undefined
  const shown = Math.min(end, 23)
  return new Date(
    Date.UTC(
      year,
      digits(text, 5, 7) - 1,
      digits(text, 8, 10),
      digits(text, 11, 13),
      digits(text, 14, 16),
      digits(text, 17, 19),
      digits(text, 20, shown) * 10 ** (23 - shown),
    ),
  )
}

function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let i = from; i < to; i++) value = value * 10 + text.charCodeAt(i) - zero
  return value
}
