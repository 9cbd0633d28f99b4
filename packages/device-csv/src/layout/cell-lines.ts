/** A table copied out of a document: every cell on a line of its own, titles first, with blank lines for empty cells. */
import { isWhole } from '../hash/repair-hash.ts'
import { columnOfTitle } from './titles.ts'

const maxWidth = 30

/** The titles and the rows; undefined unless every hash is where its title puts it. */
export function tableOfCells(lines: readonly string[]): readonly (readonly string[])[] | undefined {
  const first = lines.findIndex((line, at) => isTitle(line) && isTitle(lines[at + 1] ?? ''))
  if (first === -1) return undefined
  const cells = lines.slice(first).map((line) => line.trim())
  const titleAt = cells.findIndex((cell) => columnOfTitle(cell) === 'hardwareHash')
  const hashes = cells.flatMap((cell, at) => (isWhole(cell) ? [at] : []))
  const width = (hashes[0] ?? 0) - titleAt
  if (titleAt === -1 || titleAt >= width || width > maxWidth) return undefined
  if (hashes.some((at) => at % width !== titleAt)) return undefined
  const last = Math.floor((hashes.at(-1) ?? 0) / width)
  return Array.from({ length: last + 1 }, (_, row) => cells.slice(row * width, (row + 1) * width))
}

const isTitle = (line: string): boolean => columnOfTitle(line) !== undefined
