/** What the page shows of the files: counts, findings and what is to be decided, and never a hash. */
import { type Finding, type FindingCode, findingCodes, isCodePage } from 'taxiway-device-csv'
import { csvLine } from '../../look/csv-line.ts'
import { importing } from '../../texts/import-texts.ts'
import { codePageChoices } from './code-page-choices.ts'
import { goodRows, isDecided, type Judged, mayBeSent } from './judged-file.ts'
import type { CheckedFile, Doubt, FindingGroup } from './worker-messages.ts'

const shownOfEach = 50

export function reportOf(judged: readonly Judged[]): {
  files: readonly CheckedFile[]
  good: number
  out: number
} {
  const files = judged.map((file): CheckedFile => {
    const { id, name, csv, repair, fault } = file
    return {
      id,
      name,
      kind: csv.kind,
      encoding: csv.encoding,
      ...codePageOf(file),
      rows: csv.rows.length,
      good: goodRows(file).length,
      groups: fault === undefined ? groupsOf(file.findings) : [],
      changes: repair?.changes ?? [],
      unrepaired: repair?.leftOut.size ?? 0,
      notes: file.notes ?? [],
      doubts: mayBeSent(file) ? sayingOnce(file.doubts) : [],
      isAccepted: isDecided(file),
      mayHoldDevices: file.isWhole === true && fault === undefined && csv.kind === 'unknown',
      ...(fault && { fault }),
    }
  })
  const good = files.reduce((sum, each) => sum + each.good, 0)
  const rows = judged.filter(mayBeSent).reduce((sum, { csv }) => sum + csv.rows.length, 0)
  return { files, good, out: rows - good }
}

/** Codes of findings about letters that another code page would change. */
const ofLetters: ReadonlySet<FindingCode> = new Set([
  'character-not-ascii',
  'character-not-ansi',
  'encoding-damaged',
  'encoding-mixed',
])

function codePageOf({
  bytes,
  encoding,
  csv,
  findings,
}: Judged): Pick<CheckedFile, 'codePage'> | undefined {
  const current = encoding ?? csv.encoding
  const isDoubtful = isCodePage(current) && findings.some(({ code }) => ofLetters.has(code))
  if (encoding === undefined && !isDoubtful) return undefined
  return { codePage: { current, choices: codePageChoices(bytes) } }
}

const order = { error: 0, warning: 1, info: 2 } as const

function groupsOf(findings: readonly Finding[]): readonly FindingGroup[] {
  const byCode = Map.groupBy(findings, ({ code }) => code)
  return [...byCode]
    .map(([code, list]) => ({
      code,
      severity: list[0]?.severity ?? 'info',
      count: list.length,
      repairable: isRepairable(code),
      first: list.slice(0, shownOfEach),
    }))
    .toSorted((a, b) => order[a.severity] - order[b.severity])
}

/** The first finding of each kind and column. */
function sayingOnce(findings: readonly Doubt[]): readonly Doubt[] {
  const known = new Map(
    findings.map((each) => [`${each.code} ${each.column}`, each]).reverse() as [string, Doubt][],
  )
  return [...known.values()].reverse()
}

/** An exact repetition is not a fault of the row itself: repairing leaves it out. */
function isRepairable(code: FindingCode): boolean {
  return code === 'duplicate-row' || findingCodes[code].repairable
}

/** The lines that stay out, each with why. */
export function restOf(judged: readonly Judged[]): string {
  const { file, line, serial, why } = importing.restColumns
  return [
    csvLine([file, line, serial, why]),
    ...judged.filter(mayBeSent).flatMap((each) => {
      const isWaiting = !isDecided(each)
      return each.csv.rows
        .filter((row) => isWaiting || each.bad.has(row.line))
        .map(({ line: n, serialNumber }) => {
          const own = each.findings.filter(
            (found) => found.line === n && found.severity === 'error',
          )
          const said = isWaiting ? sayingOnce([...own, ...each.doubts]) : own
          return csvLine([
            each.name,
            String(n),
            serialNumber,
            said.map(({ message }) => message).join(' '),
          ])
        })
    }),
  ].join('')
}
