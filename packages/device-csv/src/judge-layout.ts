/** The header held against the rules: exact titles, no other column, the written order. */
import { columnsOf, partnerColumns } from './columns-of-format.ts'
import type { Finding, FindingMaker } from './finding.ts'
import type { Layout } from './layout.ts'
import { type Column, type FileKind, type Profile, titles } from './row.ts'

const otherImports: readonly FileKind[] = ['corporate-identifiers', 'devicelink']

/** Beyond so many surplus columns their number says more than their names. */
const maxNamed = 20

/** `line` is the header's own line, the first line's when nothing is known of the file, or 0 when it has no header. */
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
    const name = separator === ';' ? 'semicolons' : 'tabs'
    findings.push(
      make('separator-not-comma', { line: Math.max(line, 1), column: null, detail: name }),
    )
  }
  if (otherImports.includes(kind))
    return [...findings, make('kind-other-import', { ...file, detail: kind })]
  if (kind === 'unknown') {
    const isHeader = layout.untold === true
    return [
      ...findings,
      isHeader ? make('header-undecided', { ...file, line }) : make('kind-unknown', file),
    ]
  }
  if (kind === 'portal-export') return [...findings, make('kind-not-importable', file)]
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
  const most = columnsOf(judge.profile).length
  const place = {
    line,
    column: null,
    detail: `${layout.header?.length} instead of at most ${most}`,
  }
  const named = surplus > maxNamed ? [judge.make('too-many-columns', place), ...found] : found
  const unknown = { line, column: null, detail: layout.header?.join(',') ?? '' }
  const header = judge.make('header-unknown', unknown)
  if (layout.untold) return [header, ...named.filter(({ code }) => code !== 'header-spelling')]
  return surplus > 0 && isInOtherWords(layout) ? [header, ...named] : named
}

/** Not one title is as the rules write it. */
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
  const seen = new Set<Column>(layout.meaning.filter((column) => column !== undefined))
  return (layout.header ?? []).flatMap((title, at) => {
    const column = layout.meaning[at]
    const place = { line, column: at + 1, detail: title }
    if (column !== undefined && wanted.includes(column)) {
      return title === titles[column] ? [] : [make('header-spelling', place)]
    }
    if (title.trim() === '' && at >= seen.size) return [make('trailing-separator', place)]
    if (column === undefined && isRepeat(layout, at)) return [make('column-repeated', place)]
    return [make('column-extra', place)]
  })
}

/** A position without meaning whose title equals one that has a meaning. */
function isRepeat({ header }: Layout, at: number): boolean {
  const title = header?.[at]?.trim().toLowerCase() ?? ''
  return title !== '' && header?.findIndex((other) => other.trim().toLowerCase() === title) !== at
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
  const partner = wanted === partnerColumns
  for (const column of wanted.slice(0, partner ? undefined : last + 1)) {
    const required = column === 'serialNumber' || column === 'hardwareHash'
    if (!required && !present.includes(column))
      findings.push(make('column-absent', { line, column: null, detail: titles[column] }))
  }
  const order = present.map((column) => wanted.indexOf(column ?? 'serialNumber'))
  if (order.some((at, i) => i > 0 && at < (order[i - 1] ?? 0)))
    findings.push(make('header-order', { line, column: null }))
  return findings
}
