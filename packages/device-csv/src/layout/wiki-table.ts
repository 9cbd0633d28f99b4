/** A table as Jira, Confluence and MediaWiki write it: titles between double bars or exclamation marks. */
import { columnOfTitle } from './titles.ts'

const header = /^\s*(?:\|\|(.*?)\|\|?|!(.*!!.*))\s*$/
/** `[name|address]` */
const link = /\[([^[\]|]*)\|[^[\]]*\]/g

/** The titles and the rows; undefined for what is none. */
export function wikiTable(lines: readonly string[]): readonly (readonly string[])[] | undefined {
  const at = lines.findIndex((line) => line.length < 1000 && header.test(line))
  const [, jira, wiki = ''] = header.exec(lines[at] ?? '') ?? []
  const titles = (jira?.split('||') ?? wiki.split('!!')).map((title) => title.trim())
  const known = titles.map(columnOfTitle)
  if (at === -1 || !known.includes('hardwareHash') || known.filter(Boolean).length < 2)
    return undefined
  const rows = lines
    .slice(at + 1)
    .filter((line) => /^\s*\|(?![-}|])/.test(line))
    .map((line) => cellsOf(line, jira === undefined ? '||' : '|'))
  const fits = rows.every((row) => row.length === titles.length)
  return fits && rows.length > 0 ? [titles, ...rows] : undefined
}

const cellsOf = (line: string, separator: string): readonly string[] =>
  line
    .trim()
    .replaceAll(link, '$1')
    .slice(1)
    .replace(separator === '|' ? /\|$/ : /$^/, '')
    .split(separator)
    .map((cell) => cell.trim())
