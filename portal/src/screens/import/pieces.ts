/** Cuts rows into requests, in the worker: the page never holds a hash. */
import type { ImportRequest, ImportRow } from 'taxiway-autopilot/admin'
// Not all texts: they would make the worker twice as long to load.
import { importing } from '../../texts/import-texts.ts'
import { keepPieces, type Piece } from '../../unsent.ts'

/** The server takes 32 MiB. */
const maxBytes = 24 * 1024 * 1024

export type Cut = {
  readonly owner: string
  /** Of the import that they are together; the same key makes the same pieces. */
  readonly key: string
  readonly label: string
  /** What the server takes at once. */
  readonly maxRows: number
}

/** Kept before the first is sent; where the browser keeps nothing they are sent from memory. */
export async function cutIntoPieces(
  rows: readonly ImportRow[],
  cut: Cut,
): Promise<readonly Piece[]> {
  const groups = grouped(rows, cut.maxRows)
  const at = Date.now()
  const pieces = groups.map((group, i): Piece => {
    const label = importing.part(cut.label, i + 1, groups.length)
    const body = new Blob([JSON.stringify({ label, rows: group } satisfies ImportRequest)], {
      type: 'application/json',
    })
    return { key: `${cut.key}-${i}`, owner: cut.owner, label, count: group.length, body, at }
  })
  await keepPieces(pieces).catch(() => undefined)
  return pieces
}

function grouped(rows: readonly ImportRow[], maxRows: number): readonly (readonly ImportRow[])[] {
  const groups: ImportRow[][] = []
  let bytes = 0
  for (const row of rows) {
    const last = groups.at(-1)
    const size = bytesOf(row)
    const fits = last !== undefined && last.length < maxRows && bytes + size <= maxBytes
    bytes = fits ? bytes + size : size
    if (fits) last.push(row)
    else groups.push([row])
  }
  return groups
}

/** At most: a hash is ASCII, any other character can take six bytes as JSON has it. */
function bytesOf({ hardwareIdentifier, line: _, ...names }: ImportRow): number {
  const characters = Object.values(names).reduce((sum, text) => sum + text.length, 0)
  return hardwareIdentifier.length + 6 * characters + 200
}
