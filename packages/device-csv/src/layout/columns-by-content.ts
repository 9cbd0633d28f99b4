/**
 * Recognizes columns by their content: a hash decodes, and a serial number equals the one inside the hash of its row.
 * Titles are trusted unless the rows contradict them.
 */

import { readHash } from '../hash/hash-facts.ts'
import { repairHash } from '../hash/repair-hash.ts'
import type { Column } from '../row.ts'
import { serialForm } from '../values/serial-spelling.ts'
import { withoutApostrophe, withoutGuard } from '../values/value-guards.ts'
import { looksLikeHash } from './guess-line.ts'

type Meaning = readonly (Column | undefined)[]

/** The `meaning` that the titles give, corrected by `rows`, the values of the first rows. */
export function locateColumns(meaning: Meaning, rows: readonly (readonly string[])[]): Meaning {
  const hashAt = commonest(rows.map((values) => values.findIndex(looksLikeHash)))
  if (hashAt === -1) return meaning
  const titled = meaning.indexOf('hardwareHash')
  const hashesAt = (at: number): number =>
    rows.filter((values) => looksLikeHash(values[at] ?? '')).length
  const isTitled = hashesAt(titled) >= hashesAt(hashAt)
  const placed = isTitled ? meaning : moved(meaning, 'hardwareHash', hashAt)
  return locateSerial(placed, rows, placed.indexOf('hardwareHash'))
}

function locateSerial(
  meaning: Meaning,
  rows: readonly (readonly string[])[],
  hashAt: number,
): Meaning {
  const matches = rows.map((values) => positionsOfSerial(values, hashAt))
  const titled = meaning.indexOf('serialNumber')
  if (matches.some((positions) => positions.includes(titled))) return meaning
  const at = commonest(
    matches.map((positions) => positions.find((position) => position !== hashAt) ?? -1),
  )
  return at === -1 ? meaning : moved(meaning, 'serialNumber', at)
}

/** The positions in the row that hold the serial number inside its hash. */
function positionsOfSerial(values: readonly string[], hashAt: number): readonly number[] {
  const text = values[hashAt]?.trim() ?? ''
  if (!looksLikeHash(text)) return []
  const reading = readHash(repairHash(text)?.text ?? text)
  if (!reading.ok || reading.facts.hasJunkSerial) return []
  const wanted = serialForm(reading.facts.serialNumber)
  return values.flatMap((value, at) => {
    const bare = withoutApostrophe(withoutGuard(value.trim()))
    return serialForm(bare) === wanted ? [at] : []
  })
}

/** Moves the column to position `at`; its former position loses its meaning. */
function moved(meaning: Meaning, column: Column, at: number): Meaning {
  return meaning.map((each, position) => {
    if (position === at) return column
    return each === column ? undefined : each
  })
}

/** The most frequent position, the first of equals; -1 when there is none. */
function commonest(positions: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const at of positions) if (at !== -1) counts.set(at, (counts.get(at) ?? 0) + 1)
  let best = -1
  for (const [at, count] of counts) if (count > (counts.get(best) ?? 0)) best = at
  return best
}
