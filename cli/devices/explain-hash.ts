/** What a dry run found about a hash, in words and as a table of evidence. */
import type { HashEvidence, HashMatch } from 'taxiway-autopilot/admin'
import type { Output } from '../terminal/output.ts'

export type HashExplanation = {
  readonly source: string
  /** 1-based line of a CSV; null elsewhere. */
  readonly line: number | null
  readonly serialNumber: string | null
  /** Why there is no match to show; null when there is one. */
  readonly fault: string | null
  readonly match: HashMatch | null
}

const verdicts = {
  match: 'the same device',
  'no-match': 'another device',
  review: 'a person has to decide',
} as const

const colours = { match: 'green', 'no-match': 'blue', review: 'yellow' } as const

const relations: Readonly<Record<string, string>> = {
  agrees: 'the same',
  disagrees: 'different',
  absent: 'not on both sides',
  junk: 'a value that identifies nothing',
}

const bindings: Readonly<Record<string, string>> = {
  board: 'stays with the board',
  movable: 'can be moved',
  contrast: 'identifies the kind of machine only',
}

export function printMatch(output: Output, explanation: HashExplanation): void {
  const { source, line, serialNumber, fault, match } = explanation
  const place = line === null ? source : `${source}:${line}`
  output.line(serialNumber ? `${place} (${serialNumber})` : place)
  if (match === null) output.line(`  ${output.paint('red', fault ?? '')}\n`)
  else printVerdict(output, match)
}

function printVerdict(output: Output, match: HashMatch): void {
  const verdict = output.paint(colours[match.verdict], verdicts[match.verdict])
  output.line(`  Verdict: ${verdict}${match.deviceId === null ? '' : ` as ${match.deviceId}`}`)
  output.line(`  ${match.sentence}`)
  if (match.junk.length > 0) {
    output.line(`  These values of the hash identify nothing: ${match.junk.join(', ')}.`)
  }
  for (const candidate of match.candidates) {
    output.line(`\n  Compared with ${candidate.deviceId}: ${Math.round(candidate.bits)} bits`)
    output.rows(candidate.evidence.map(evidenceRow), [
      { key: 'field', title: '  Field' },
      { key: 'finding', title: 'Finding' },
      { key: 'nature', title: 'Nature' },
      { key: 'bits', title: 'Bits' },
    ])
  }
  output.line('')
}

function evidenceRow({ field, relation, binding, bits, veto }: HashEvidence) {
  return {
    field: `  ${field}`,
    finding: (relations[relation] ?? relation) + (veto ? ', which rules it out' : ''),
    nature: bindings[binding] ?? binding,
    bits: bits === 0 ? '' : bits.toFixed(1),
  }
}
