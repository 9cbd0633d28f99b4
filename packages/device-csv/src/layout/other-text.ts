/** Texts given as "the CSV" that are not tables: JSON, XML, mails, lists, exported events. */
import { messagesOf } from '../text/chat-lines.ts'
import { isQuotedPrintable } from '../text/quoted-printable.ts'
import { tableOfCells } from './cell-lines.ts'
import { guessLine, plainLine } from './guess-line.ts'
import { ruledTable } from './ruled-table.ts'
import { columnOfTitle } from './titles.ts'
import { transposedTable } from './transposed-table.ts'
import { wikiTable } from './wiki-table.ts'

const texts: readonly (readonly [what: string, first: RegExp])[] = [
  ['JSON', /^\s*(?:\{\s*(?:"|\}|$)|\[\s*(?:[{["]|\]|$))/],
  ['a web page', /^\s*<(?:!doctype html|html|table|body)\b/i],
  ['XML', /^\s*<(?:\?xml|!--|[A-Za-z][\w:.-]*(?:\s[^>]*)?>\s*(?:<|$))/],
  ['a document of rich text (RTF)', /^\s*\{\\rtf/],
  ['a registry export', /^(?:Windows Registry Editor|REGEDIT4)|^\s*\[-?HKEY_/],
  ['a mail with its headers', /^(?:Return-Path|Received|MIME-Version|Message-ID|Delivered-To):\s/i],
  [
    'a script of PowerShell',
    /^\s*(?:\$\w+\s*\+?=\s*)?(?:@[({]|@["']\s*$|\[(?:pscustomobject|ordered)\]@\{)/im,
  ],
  [
    'the text of a program',
    /^\s*(?:<\?php|- ?\{|(?:[\w.$]+\s*=\s*)?(?:[[(]\s*[[({]|\{\s*['"]|\w+\(\w+\s*=\s*['"]))/,
  ],
  [
    'the text of a program',
    /^\s*(?:(?:const|let|var)\s+)?[\w.$]+\s*=\s*(?:[rbfu]{0,2}(?:"""|''')\\?|`)\s*$/im,
  ],
  ['a table in the source of a document', /^\s*(?:\|===\s*$|\{\||\.\. list-table::|\\begin\{)/m],
  ['a list such as psql prints', /^-\[ RECORD \d/],
  [
    'a list such as Format-List prints',
    /^\s*[A-Za-z][\w .()-]{1,40}? +: .*\n\s*[A-Za-z][\w .()-]{1,40}? +: ?/,
  ],
]

const insertion = /^\s*INSERT\s+(?:INTO\s+)?[\w.[\]`"]+\s*(?:\(|VALUES\b)/i

/** As the dumps of MySQL, PostgreSQL and SQLite begin, long before their rows. */
const dump =
  /^\s*(?:-- (?:MySQL|MariaDB) dump|-- PostgreSQL database dump|CREATE TABLE\s|COPY\s+[\w."]+\s*\(.*\)\s+FROM\s+stdin)/i

const isOfSql = (line: string): boolean => insertion.test(line) || dump.test(line)

/** What a text is if its first lines show that it is not a table; undefined when it may be one. */
export function nameOfOtherText(lines: readonly string[]): string | undefined {
  const head = lines
    .map((line) => line.replaceAll('\u0000', '').replace(/^\ufeff/, ''))
    .filter((line) => line.trim() !== '')
    .slice(0, 5)
    .map((line) => line.slice(0, 200))
    .join('\n')
  const found = texts.find(([, first]) => first.test(head))?.[0]
  if (found !== undefined) return found
  if (messagesOf(head) !== undefined) return 'messages of a chat'
  if (lines.some((line) => isOfSql(line.slice(0, 400)))) return 'SQL'
  if (isQuotedPrintable(lines.join('\n')))
    return 'the text of a mail as it is sent (quoted-printable)'
  if (tableOfCells(lines) !== undefined) return 'a table with every cell on a line of its own'
  if (ruledTable(lines) !== undefined) return 'a table such as Format-Table prints'
  if (wikiTable(lines) !== undefined) return 'a table of a wiki'
  if (transposedTable(lines) !== undefined) return 'a table with a line for each property'
  if (isOfPairs(head)) return 'a list of names and values'
  return lines.some(isOfEvents) ? 'a list of events' : undefined
}

/** Names of device properties, each with a colon and a value on its own line: YAML, notes, mails. */
function isOfPairs(head: string): boolean {
  const names = head
    .split('\n')
    .map(
      (line) =>
        /^\s*(?:-\s+)?["']?([A-Za-z][\w .()-]{1,40}?)["']?\s*(?::(?:\s|$)|[\t|])/.exec(line)?.[1],
    )
  const columns = names.map((name) => (name === undefined ? undefined : columnOfTitle(name)))
  return new Set(columns.filter((column) => column !== undefined)).size > 1
}

/** The titles of an event list as exported by the Event Viewer and Get-WinEvent. */
function isOfEvents(line: string): boolean {
  if (line.length > 1000) return false
  const { values } = guessLine(plainLine(line))
  const plain = values.map((title) => title.replaceAll(/[^\p{L}]/gu, '').toLowerCase())
  const hasSource = plain.some((title) => /^(?:source|providername|provider|quelle)$/.test(title))
  return hasSource && plain.some((title) => /^(?:eventid|id|ereignisid)$/.test(title))
}
