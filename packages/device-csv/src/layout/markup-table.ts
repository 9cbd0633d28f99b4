/** Tables in the source of a document: LaTeX, AsciiDoc, MediaWiki with a cell on each line, lists of reStructuredText. */
import { isWhole } from '../hash/repair-hash.ts'
import { columnOfTitle } from './titles.ts'

type Rows = readonly (readonly string[])[]

/** The titles and the rows; undefined unless every hash stands under its title. */
export function markupTable(lines: readonly string[]): Rows | undefined {
  for (const read of [ofLatex, ofCells, ofList]) {
    const rows = read(lines)
    if (rows !== undefined && isOfDevices(rows)) return rows
  }
  return undefined
}

function isOfDevices([titles = [], ...rows]: Rows): boolean {
  const known = titles.map(columnOfTitle)
  const hashAt = known.indexOf('hardwareHash')
  if (hashAt === -1 || known.filter(Boolean).length < 2 || rows.length === 0) return false
  return rows.every((row) => row.length === titles.length && isWhole(row[hashAt] ?? ''))
}

function ofLatex(lines: readonly string[]): Rows | undefined {
  if (!lines.some((line) => /^\s*\\begin\{/.test(line))) return undefined
  return lines
    .map((line) => line.replace(/\\\\.*$/, '').split(/(?<!\\)&/))
    .filter((cells) => cells.length > 1)
    .map((cells) => cells.map(plainLatex))
}

const plainLatex = (cell: string): string =>
  cell
    .replace(/^\s*(?:\\[hv]line|\\(?:top|mid)rule)/, '')
    .replaceAll(/\\(?:text\w{2}|emph|bfseries)\s*\{([^{}]*)\}/g, '$1')
    .replaceAll(/\\([&_%#$])/g, '$1')
    .trim()

const begin = /^\s*(?:\|===|\{\|)/
const end = /^\s*(?:\|===|\|\})/

function ofCells(lines: readonly string[]): Rows | undefined {
  const first = lines.findIndex((line) => begin.test(line))
  if (first === -1) return undefined
  const last = lines.findIndex((line, at) => at > first && end.test(line))
  const body = lines.slice(first + 1, last === -1 ? undefined : last)
  return lines[first]?.trim().startsWith('{') ? ofWiki(body) : ofAsciiDoc(body)
}

function ofWiki(body: readonly string[]): Rows {
  const cellsOf = (mark: RegExp, between: string) =>
    body.flatMap((line) => {
      const [found] = mark.exec(line) ?? []
      return found === undefined ? [] : line.slice(found.length).split(between).map(trimmed)
    })
  const titles = cellsOf(/^\s*!/, '!!')
  return [titles, ...inRows(cellsOf(/^\s*\|(?![-+])/, '||'), titles.length)]
}

/** The titles are on the first line, or on the lines before the first blank one. */
function ofAsciiDoc(body: readonly string[]): Rows {
  const cells = body.map((line) => line.split('|').slice(1).map(trimmed))
  const filled = cells.findIndex((each) => each.length > 0)
  const blank = cells.findIndex((each, at) => at > filled && each.length === 0)
  const isOneLine = (cells[filled]?.length ?? 0) > 1
  const titles = cells.slice(filled, isOneLine ? filled + 1 : blank).flat()
  return [titles, ...inRows(cells.slice(isOneLine ? filled + 1 : blank).flat(), titles.length)]
}

function ofList(lines: readonly string[]): Rows | undefined {
  if (!lines.some((line) => /^\s*\.\. list-table::/.test(line))) return undefined
  const rows: string[][] = []
  for (const line of lines) {
    const [, star, cell = ''] = /^\s*(\*)?\s+-(?:\s+(.*))?$/.exec(line) ?? []
    if (star !== undefined) rows.push([cell.trim()])
    else if (/^\s+-/.test(line)) rows.at(-1)?.push(cell.trim())
  }
  return rows
}

const trimmed = (cell: string): string => cell.trim()

function inRows(cells: readonly string[], width: number): Rows {
  const count = width === 0 ? 0 : Math.ceil(cells.length / width)
  return Array.from({ length: count }, (_, row) => cells.slice(row * width, (row + 1) * width))
}
