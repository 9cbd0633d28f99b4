/**
 * What stops an import, in the portal and in the command line: doubt about what was meant, such as whose tag, whose user, which device.
 *
 * What is only badly written is repaired and said; what the service itself judges, such as a damaged hash, is left
 * to its verdict.
 */
import { type Finding, type FindingCode, findingCodes } from '../findings/finding.ts'
import { columnOfTitle } from '../layout/titles.ts'
import type { FileProof } from './file-proof.ts'

export type ImportChoices = {
  /** Codes that do not stop the import. */
  readonly accepted: ReadonlySet<string>
  /** Values that replace those of the file: nothing is said of what is not used. */
  readonly replaced: ReadonlySet<'groupTag' | 'assignedUser'>
}

/** These the service judges itself, row by row; or they are rules of the portal's upload only. */
const notOurs: ReadonlySet<FindingCode> = new Set([
  'too-many-rows',
  'hash-digest',
  'hash-length',
  'hash-not-base64',
  'hash-undecodable',
  'hash-missing',
  'serial-missing',
  'device-name-form',
  'tuple-mismatch',
  'character-not-ansi',
  'comma-in-value',
])
/** Repaired by leaving a column out or by trusting its content: no doubt where the hashes prove the columns. */
const doubtful: ReadonlySet<FindingCode> = new Set([
  'column-missing',
  'header-unknown',
  'column-extra',
  'too-many-columns',
])
const always: ReadonlySet<FindingCode> = new Set([
  'kind-other-import',
  'column-doubtful',
  'formula-start',
])

/** Findings of a file that say something of what is used, and those of them that stop its import. */
export function importStops(
  findings: readonly Finding[],
  proof: FileProof,
  { accepted, replaced }: ImportChoices,
): { readonly used: readonly Finding[]; readonly stops: readonly Finding[] } {
  const used = findings.filter((finding) => isUsed(finding, proof, replaced))
  const hasUsers = replaced.has('assignedUser') || proof.hasUserColumn
  const stops = used.filter(
    (finding) =>
      (isDoubt(finding, proof.provesColumns) ||
        isLostLine(finding, replaced) ||
        isPieceOfHash(finding) ||
        (isLostUser(finding) && !hasUsers) ||
        (proof.lacksHashes && finding.code === 'hash-missing')) &&
      !accepted.has(finding.code) &&
      // Of two columns for one thing only rows that have two values are doubtful.
      !(finding.code === 'column-repeated' && finding.line < proof.firstLine),
  )
  return { used, stops }
}

function isDoubt({ severity, code }: Finding, isProved: boolean): boolean {
  if (always.has(code)) return true
  if (severity !== 'error' || notOurs.has(code)) return false
  if (doubtful.has(code)) return !isProved
  return !findingCodes[code].repairable
}

function isLostUser({ code, message }: Finding): boolean {
  return code === 'value-left-out' && message.includes('@')
}

/** `Group Tag: Sales` above the header: nobody knows whose it is, unless another value replaces it. */
function isLostLine({ code, message }: Finding, replaced: ImportChoices['replaced']): boolean {
  if (code !== 'preamble-line' && code !== 'no-device') return false
  const text = message.slice(message.indexOf(': ') + 2)
  const [, title = ''] = /^"?([^:=,;\t]{2,40})[:=,;\t]\s*[^\s:=,;\t]/.exec(text) ?? []
  const column = columnOfTitle(title)
  return (column === 'groupTag' || column === 'assignedUser') && !replaced.has(column)
}

/** A line between the rows is a piece of a hash: the row above it was not read as it was meant. */
const isPieceOfHash = ({ code, message }: Finding): boolean =>
  code === 'no-device' && /: [A-Za-z0-9+/]{48,}/.test(message)

/** Nothing is said of a column whose value is replaced. */
function isUsed(
  { column }: Finding,
  { firstPositions }: FileProof,
  replaced: ImportChoices['replaced'],
): boolean {
  if (column === null || firstPositions === undefined) return true
  return ![...replaced].some((name) => firstPositions.get(name) === column)
}
