/**
 * What was read all the same, in a few lines of a person's language: of a file that a report or a reseller has made,
 * only what matters for an import. `taxiway csv check` has every finding.
 */
import {
  type CodePage,
  type Finding,
  type FindingCode,
  isCodePage,
  mentionsTag,
} from 'taxiway-device-csv'
import { counted } from '../../terminal/output.ts'
import type { JudgedText } from './judge-file.ts'

/** The form alone: whatever of this a file has, what its rows say is certain. */
const forms: Readonly<Partial<Record<FindingCode, string>>> = {
  'header-unknown': 'other titles',
  'header-spelling': 'other titles',
  'header-missing': 'no titles',
  'header-order': 'columns in another order',
  'header-repeated': 'titles more than once',
  'column-absent': 'fewer columns',
  'column-missing': 'fewer columns',
  'too-many-columns': 'more columns',
  'separator-not-comma': 'another separator',
  'trailing-separator': 'blank columns or lines',
  'blank-line': 'blank columns or lines',
  'space-around-value': 'blanks around values',
  'value-guard': 'marks around values',
  'value-escaped': 'escaped characters',
  'line-ending-mixed': 'other line ends',
  'line-ending-cr': 'other line ends',
  'encoding-mixed': 'several encodings',
  'encoding-unicode': 'another encoding',
  'character-not-ascii': 'letters outside ASCII',
}
/** What each of them is about is said, since a value is left out, or may be wrong. */
const named: ReadonlySet<FindingCode> = new Set(['empty-word', 'group-tag-doubtful'])
const maxTitles = 8

export function remarksOn(
  name: string,
  { remarks: findings, letters, encoding }: Pick<JudgedText, 'remarks' | 'letters' | 'encoding'>,
  sentence: (finding: Finding) => string,
): readonly string[] {
  const words = new Set(findings.flatMap(({ code }) => forms[code] ?? []))
  const unused = findings.filter(({ code }) => code === 'column-extra').map(detailOf)
  const others = Map.groupBy(
    findings.filter(({ code }) => forms[code] === undefined && code !== 'column-extra'),
    ({ code, message }) => (named.has(code) || mentionsTag(message) ? message : code),
  )
  return [
    ...(words.size > 0
      ? [`${name}: Read, although its form differs from the portal's: ${[...words].join(', ')}.`]
      : []),
    ...(isCodePage(encoding) ? lettersOf(name, encoding, letters) : []),
    ...(unused.length > 0 ? [`${name}: Not used: ${listed(unused)}.`] : []),
    ...[...others.values()].flatMap((same) => {
      const [first, ...more] = same
      if (first === undefined) return []
      const rest = more.length > 0 ? ` And so ${counted(more.length, 'more line')}.` : ''
      return [`${sentence(first)}${rest}`]
    }),
  ]
}

/** Eight-bit text does not say in which code page it is, and a letter of another one may look like one of Windows-1252. */
function lettersOf(name: string, page: CodePage, findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return []
  const values = listed([...new Set(findings.map(detailOf))])
  const label = page === 'windows-1252' ? 'Windows-1252 (ANSI)' : page
  return [
    `${name}: Letters were read as ${label}: ${values}. If they are wrong, name the code page of the file with --encoding.`,
  ]
}

/** What a message names behind its colon, such as a title. */
function detailOf({ message }: Finding): string {
  return message.slice(message.indexOf(': ') + 2).trim()
}

function listed(titles: readonly string[]): string {
  const more = titles.length > maxTitles ? ` and ${titles.length - maxTitles} more` : ''
  return `${titles.slice(0, maxTitles).join(', ')}${more}`
}
