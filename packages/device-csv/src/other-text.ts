/** Texts that are given as "the CSV" and are no table: JSON, XML, mails, lists, exported events. */
import { guessLine, plainLine } from './guess-line.ts'
import { columnOfTitle } from './titles.ts'

const texts: readonly (readonly [what: string, first: RegExp])[] = [
  ['JSON', /^\s*(?:\{\s*(?:"|\}|$)|\[\s*(?:[{["]|\]|$))/],
  ['a web page', /^\s*<(?:!doctype html|html|table|body)\b/i],
  ['XML', /^\s*<(?:\?xml|!--|[A-Za-z][\w:.-]*(?:\s[^>]*)?>\s*(?:<|$))/],
  ['a registry export', /^(?:Windows Registry Editor|REGEDIT4)|^\s*\[-?HKEY_/],
  ['a mail with its headers', /^(?:Return-Path|Received|MIME-Version|Message-ID|Delivered-To):\s/i],
  [
    'a list such as Format-List prints',
    /^\s*[A-Za-z][\w .()-]{1,40}? +: .*\n\s*[A-Za-z][\w .()-]{1,40}? +: ?/,
  ],
]

/** What a text is that is no table, by its first lines; undefined when it may be one. */
export function nameOfOtherText(lines: readonly string[]): string | undefined {
  const head = lines
    .map((line) => line.replaceAll('\u0000', '').replace(/^\ufeff/, ''))
    .filter((line) => line.trim() !== '')
    .slice(0, 5)
    .map((line) => line.slice(0, 200))
    .join('\n')
  const found = texts.find(([, first]) => first.test(head))?.[0]
  if (found !== undefined) return found
  if (isOfPairs(head)) return 'a list of names and values'
  return lines.some(isOfEvents) ? 'a list of events' : undefined
}

/** Names of what devices have, each with a colon and its value on a line of its own: YAML, notes, mails. */
function isOfPairs(head: string): boolean {
  const names = head
    .split('\n')
    .map((line) => /^\s*(?:-\s+)?["']?([A-Za-z][\w .()-]{1,40}?)["']?\s*:(?:\s|$)/.exec(line)?.[1])
  const columns = names.map((name) => (name === undefined ? undefined : columnOfTitle(name)))
  return new Set(columns.filter((column) => column !== undefined)).size > 1
}

/** The titles of a list of events, as the Event Viewer and Get-WinEvent export it. */
function isOfEvents(line: string): boolean {
  if (line.length > 1000) return false
  const { values } = guessLine(plainLine(line))
  const plain = values.map((title) => title.replaceAll(/[^\p{L}]/gu, '').toLowerCase())
  const hasSource = plain.some((title) => /^(?:source|providername|provider|quelle)$/.test(title))
  return hasSource && plain.some((title) => /^(?:eventid|id|ereignisid)$/.test(title))
}
