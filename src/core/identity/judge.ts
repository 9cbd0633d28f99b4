/**
 * One hash against all registered devices that share an identifier with it.
 *
 * If two live records match, a person decides: picking one silently is how a stranger gets somebody's device.
 */
import { type Comparison, compare, type Verdict } from './compare.ts'
import type { DeviceRecord } from './device-record.ts'
import type { FactField, IdentityFacts } from './facts.ts'
import type { Relation } from './relations.ts'

export type Candidate<Id extends string> = { readonly id: Id; readonly record: DeviceRecord }

export type JudgedCandidate<Id extends string> = {
  readonly id: Id
  readonly comparison: Comparison
}

export type Judgement<Id extends string = string> = {
  readonly verdict: Verdict
  /** The matched device; absent unless the verdict is `match`. */
  readonly id?: Id
  /** Best first: by verdict, then by bits. */
  readonly candidates: readonly JudgedCandidate<Id>[]
}

/** What a person should look at even though the verdict stands. */
export type Conflict = 'same-serial-on-another-board' | 'same-board-with-another-serial'

/** The verdict on `facts` over all `candidates`; without candidates it is `no-match`. */
export function judge<Id extends string>(
  facts: IdentityFacts,
  candidates: readonly Candidate<Id>[],
): Judgement<Id> {
  const ranked = candidates
    .map(({ id, record }) => ({ id, comparison: compare(record, facts) }))
    .sort(byRank)
  const first = ranked[0]
  if (first === undefined || first.comparison.verdict === 'no-match')
    return { verdict: 'no-match', candidates: ranked }
  return first.comparison.verdict === 'match' && isAlone(ranked)
    ? { verdict: 'match', id: first.id, candidates: ranked }
    : { verdict: 'review', candidates: ranked }
}

/** What is odd about a comparison; absent if nothing is. */
export function conflictOf({ verdict, evidence }: Comparison): Conflict | undefined {
  const serial = relationIn(evidence, 'serial')
  if (verdict === 'no-match') {
    const isShared = serial === 'agrees' || relationIn(evidence, 'uuid') === 'agrees'
    return isShared ? 'same-serial-on-another-board' : undefined
  }
  return serial === 'disagrees' ? 'same-board-with-another-serial' : undefined
}

/** The relation of one field in `evidence`. */
function relationIn(evidence: Comparison['evidence'], field: FactField): Relation {
  return evidence.find((each) => each.field === field)?.relation ?? 'absent'
}

/** No second record matches, and no other record holds the hash's TPM key unless the best one holds it too. */
function isAlone(ranked: readonly JudgedCandidate<string>[]): boolean {
  const [first, second] = ranked
  if (second?.comparison.verdict === 'match') return false
  return first !== undefined && (holdsKey(first) || !ranked.some((each) => holdsKey(each)))
}

function holdsKey({ comparison }: JudgedCandidate<string>): boolean {
  return relationIn(comparison.evidence, 'ek') === 'agrees'
}

const order: Readonly<Record<Verdict, number>> = { match: 0, review: 1, 'no-match': 2 }

function byRank(a: JudgedCandidate<string>, b: JudgedCandidate<string>): number {
  const byVerdict = order[a.comparison.verdict] - order[b.comparison.verdict]
  const byBits = b.comparison.bits - a.comparison.bits
  return byVerdict || byBits || (a.id < b.id ? -1 : 1)
}
