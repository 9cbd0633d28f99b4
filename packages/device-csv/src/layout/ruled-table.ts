/** A table as Format-Table prints it: titles, a line of hyphens that shows where columns begin, and rows of fixed width. */
import { columnOfTitle } from './titles.ts'

const ruler = /^\s*-{2,}(?: +-{2,})+\s*$/
const longest = 80

/** The titles and the rows; undefined for what is none, or has values across the edge of two columns. */
export function ruledTable(lines: readonly string[]): readonly (readonly string[])[] | undefined {
  const at = lines.findIndex((line) => ruler.test(line))
  const above = lines[at - 1]
  if (at < 1 || above === undefined) return undefined
  const starts = [...(lines[at] ?? '').matchAll(/(?<=^|\s)-/g)].map(({ index }) => index)
  const titles = cellsOf(above, starts)?.map((title) => title.trim())
  const known = titles?.map(columnOfTitle) ?? []
  const hashAt = known.indexOf('hardwareHash')
  if (titles === undefined || hashAt === -1 || !known.includes('serialNumber')) return undefined
  const rows = rowsBelow(lines.slice(at + 1), starts, hashAt)
  return rows === undefined
    ? undefined
    : [titles, ...rows.map((row) => row.map((cell) => cell.trim()))]
}

function rowsBelow(
  lines: readonly string[],
  starts: readonly number[],
  hashAt: number,
): readonly (readonly string[])[] | undefined {
  const rows: string[][] = []
  for (const line of lines) {
    if (line.trim() === '') {
      if (rows.length > 0) break
      continue
    }
    const cells = cellsOf(line, starts)
    const last = rows.at(-1)
    if (cells === undefined) return undefined
    // With -Wrap a value goes on below itself.
    if (last !== undefined && isContinued(cells, hashAt))
      cells.forEach((cell, n) => {
        const gap = n === hashAt || cell.trim() === '' ? '' : ' '
        last[n] = `${(last[n] ?? '').trimEnd()}${gap}${cell.trim()}`
      })
    else rows.push([...cells])
  }
  return rows
}

const isContinued = (cells: readonly string[], hashAt: number): boolean =>
  cells.every((cell, n) => n === hashAt || cell.trim() === '' || cell.length < longest) &&
  /^[A-Za-z0-9+/=]+$/.test(cells[hashAt]?.trim() ?? '') &&
  !/^T0[EFGH]/.test(cells[hashAt]?.trim() ?? '') &&
  (cells[0] ?? '').trim() === ''

/** Undefined where a value reaches over the place where a column begins. */
function cellsOf(line: string, starts: readonly number[]): readonly string[] | undefined {
  const isCut = starts.some((start) => start > 0 && /\S/.test(line[start - 1] ?? ' '))
  if (isCut) return undefined
  return starts.map((start, n) => line.slice(start, starts[n + 1]))
}
