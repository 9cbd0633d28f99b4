/** A table whose columns are separated by something that no program uses by default, but that its titles show. */
import { isWhole } from '../hash/repair-hash.ts'
import { columnOfTitle } from './titles.ts'

/** What may stand between two titles; a single blank, a hyphen and brackets also stand inside of one. */
const between = /\s*(?:[^\p{L}\p{N}\s()"'_-][^\p{L}\p{N}()"']{0,3}|-+>|\p{Zs}{2,})\s*/gu
const maxTitles = 30
const maxLine = 1000
/** More headers are not tried. */
const maxHeaders = 8

/** The titles and the rows; undefined unless every hash stands under its title. */
export function oddTable(lines: readonly string[]): readonly (readonly string[])[] | undefined {
  let headers = 0
  for (const [at, line] of lines.entries()) {
    const separator = line.length > maxLine ? undefined : separatorOf(line)
    if (separator === undefined) continue
    const table = tableBy(separator, line, lines.slice(at + 1))
    if (table !== undefined || ++headers === maxHeaders) return table
  }
  return undefined
}

/** What stands between known titles, one of them that of hashes. */
function separatorOf(line: string): string | undefined {
  return [...new Set(line.match(between) ?? [])].map(bare).find((separator) => {
    const known = cellsBy(separator, line).map(columnOfTitle)
    const isHeader = known.filter((column) => column !== undefined).length > 1
    return isHeader && known.includes('hardwareHash') && known.length <= maxTitles
  })
}

/** Without the blanks around it, unless it could be part of a hash. */
const bare = (separator: string): string =>
  /^\s*$|[+/=]/.test(separator) ? separator : separator.trim()

const cellsBy = (separator: string, line: string): readonly string[] =>
  line.split(separator).map((cell) => cell.trim())

function tableBy(
  separator: string,
  header: string,
  lines: readonly string[],
): readonly (readonly string[])[] | undefined {
  const titles = cellsBy(separator, header)
  const hashAt = titles.map(columnOfTitle).indexOf('hardwareHash')
  const rows = lines.map((line) => cellsBy(separator, line)).filter((row) => row.some(isWhole))
  const fits = rows.every((row) => row.length === titles.length && isWhole(row[hashAt] ?? ''))
  return rows.length > 0 && fits ? [titles, ...rows] : undefined
}
