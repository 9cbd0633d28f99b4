/** Checks the header against the rules: exact titles, no other columns, the required order. */

import type { Finding, FindingCode, FindingMaker } from '../findings/finding.ts'
import { type Column, type FileKind, type Profile, titles } from '../row.ts'
import { hasLostLetters } from '../text/damaged-letters.ts'
import { isBlank, separatorName } from '../values/row-words.ts'
import { columnsOf, intuneColumns } from './columns-of-format.ts'
import type { Layout } from './layout.ts'
import { columnOfTitle, mayBeTagOrUser } from './titles.ts'

const otherImports: readonly FileKind[] = ['corporate-identifiers', 'devicelink']

/** Above this many extra columns, their number says more than their names. */
const maxNamed = 20

/** `line` is the header's line, the first line if the file is unknown, or 0 if it has no header. */
export function judgeLayout(
  layout: Layout,
  line: number,
  judge: { make: FindingMaker; profile: Profile },
): Finding[] {
  const { make, profile } = judge
  const findings: Finding[] = []
  const file = { line: 0, column: null }
  const { kind, separator } = layout
  if (separator !== ',') {
    const detail = separatorName(separator)
    findings.push(make('separator-not-comma', { line: Math.max(line, 1), column: null, detail }))
  }
  if (layout.swapped) findings.push(make('identifiers-swapped', file))
  if (otherImports.includes(kind))
    return [...findings, make('kind-other-import', { ...file, detail: kind })]
  if (kind === 'unknown') {
    const isHeader = layout.isUnreadable === true
    return [
      ...findings,
      isHeader ? make('header-undecided', { ...file, line }) : make('kind-unknown', file),
    ]
  }
  if (kind === 'portal-export') return [...findings, make('kind-not-importable', file)]
  if (kind === 'partner-center' && profile !== 'partner-center')
    findings.push(make('kind-partner-center', file))
  if (layout.header === null) findings.push(make('header-missing', { line: 1, column: null }))
  else findings.push(...judgeHeader(layout, line, judge))
  return [
    ...findings,
    ...judgeColumns(layout, Math.max(line, 1), { make, wanted: columnsOf(profile) }),
  ]
}

function judgeHeader(
  layout: Layout,
  line: number,
  judge: { make: FindingMaker; profile: Profile },
): Finding[] {
  const found = judgeTitles(layout, line, judge)
  const surplus = found.filter(({ code }) => code === 'column-extra').length
  const max = columnsOf(judge.profile).length
  const place = {
    line,
    column: null,
    detail: `${layout.header?.length} instead of at most ${max}`,
  }
  const named = surplus > maxNamed ? [judge.make('too-many-columns', place), ...found] : found
  const unknown = { line, column: null, detail: layout.header?.join(',') ?? '' }
  const header = judge.make('header-unknown', unknown)
  if (layout.isUnreadable)
    return [header, ...named.filter(({ code }) => code !== 'header-spelling')]
  return surplus > 0 && isInOtherWords(layout) ? [header, ...named] : named
}

/** No title is spelled as the rules require. */
function isInOtherWords({ kind, header }: Layout): boolean {
  const exact: readonly string[] = Object.values(titles)
  return kind === 'intune' && header?.some((title) => exact.includes(title)) === false
}

function judgeTitles(
  layout: Layout,
  line: number,
  judge: { make: FindingMaker; profile: Profile },
): Finding[] {
  const { make, profile } = judge
  const wanted = columnsOf(profile)
  return (layout.header ?? []).flatMap((title, at) => {
    const column = layout.meaning[at]
    const place = { line, column: at + 1, detail: title }
    if (column !== undefined && wanted.includes(column)) {
      return isTitle(title, column, profile) ? [] : [make('header-spelling', place)]
    }
    const code = codeOfSurplus(layout, at)
    return code === undefined ? [] : [make(code, place)]
  })
}

/** Partner Center's own template has been seen in two spellings, so case does not matter there. [observed] */
function isTitle(title: string, column: Column, profile: Profile): boolean {
  if (profile !== 'partner-center') return title === titles[column]
  return title.toLowerCase() === titles[column].toLowerCase()
}

/** What is wrong with a column that the rules do not have; undefined if another finding covers it. */
function codeOfSurplus(layout: Layout, at: number): FindingCode | undefined {
  const title = layout.header?.[at] ?? ''
  const column = layout.meaning[at]
  if (column !== undefined) return isPartners(layout, column) ? undefined : 'column-extra'
  // Whether there is anything below it is known only after the rows.
  if (isBlank(title)) return undefined
  if (isRepeat(layout, at)) return 'column-repeated'
  // Nobody can read a title whose letters are of another code page.
  return mayBeTagOrUser(title) || hasLostLetters(title) || isInPlaceOfTag(layout, at)
    ? 'column-doubtful'
    : 'column-extra'
}

/** Below titles in a language that nobody here knows, the two columns after the hash are where tag and user stand. */
function isInPlaceOfTag({ isUnreadable, header, meaning }: Layout, at: number): boolean {
  const ofHash = intuneColumns.indexOf('hardwareHash')
  const isThere = meaning[ofHash] === 'hardwareHash' && at > ofHash && at < ofHash + 3
  return (
    isUnreadable === true &&
    isThere &&
    header?.every((title) => columnOfTitle(title) === undefined) === true
  )
}

/** The two columns that only a partner's file has; the kind of file is reported once instead. */
function isPartners({ kind }: Layout, column: Column | undefined): boolean {
  return kind === 'partner-center' && (column === 'manufacturer' || column === 'model')
}

/** A position without meaning whose title repeats an earlier one. */
function isRepeat({ header }: Layout, at: number): boolean {
  const title = header?.[at]?.trim().toLowerCase() ?? ''
  const column = columnOfTitle(title)
  return (
    header?.some(
      (other, before) =>
        before < at &&
        (other.trim().toLowerCase() === title ||
          (column !== undefined && columnOfTitle(other) === column)),
    ) === true
  )
}

function judgeColumns(
  layout: Layout,
  line: number,
  { make, wanted }: { make: FindingMaker; wanted: readonly Column[] },
): Finding[] {
  const findings: Finding[] = []
  const present = layout.meaning.filter((column) => column !== undefined && wanted.includes(column))
  for (const column of ['serialNumber', 'hardwareHash'] as const) {
    if (!present.includes(column))
      findings.push(make('column-missing', { line, column: null, detail: titles[column] }))
  }
  const last = Math.max(...present.map((column) => wanted.indexOf(column ?? 'serialNumber')), 2)
  for (const column of wanted.slice(0, last + 1)) {
    const required = column === 'serialNumber' || column === 'hardwareHash'
    if (!required && !present.includes(column))
      findings.push(make('column-absent', { line, column: null, detail: titles[column] }))
  }
  const order = present.map((column) => wanted.indexOf(column ?? 'serialNumber'))
  if (order.some((at, i) => i > 0 && at < (order[i - 1] ?? 0)))
    findings.push(make('header-order', { line, column: null }))
  return findings
}
