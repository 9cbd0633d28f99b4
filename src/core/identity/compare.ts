/**
 * Does this hash belong to that device? Contradictions first, then agreements; the score only ranks and explains.
 *
 * A score alone would let a moved disk and a moved network card outweigh a new board. So parts that move between
 * machines never make a match, and a contradiction of the board cannot be outweighed.
 */

import type { DeviceRecord } from './device-record.ts'
import type { FactField, IdentityFacts } from './facts.ts'
import { boardFields, type Relation, type Relations, relationsOf } from './relations.ts'

export type Verdict = 'match' | 'no-match' | 'review'

export type Evidence = {
  readonly field: FactField
  readonly relation: Relation
  /** `contrast`: says what kind of machine it is, not which one. */
  readonly binding: 'board' | 'movable' | 'contrast'
  /** For ranking: the logarithm of how much likelier this makes "the same"; negative for "another". */
  readonly bits: number
  /** Present if this field alone rules out a match. */
  readonly veto?: true
}

export type Comparison = {
  readonly verdict: Verdict
  /** One entry per field, those of the board first. */
  readonly evidence: readonly Evidence[]
  /** Sum over the evidence. */
  readonly bits: number
}

/** The verdict on `facts` against one registered device. */
export function compare(record: DeviceRecord, facts: IdentityFacts): Comparison {
  const relations = relationsOf(record, facts)
  const vetoes = vetoesOf(relations)
  const evidence = fields.map((field) => evidenceOf(field, relations, vetoes))
  return {
    verdict: verdictOf(relations, vetoes),
    evidence,
    bits: evidence.reduce((sum, { bits }) => sum + bits, 0),
  }
}

/** [agree, disagree]; sources in docs/identity.md. */
const weights: Readonly<Record<FactField, readonly [agree: number, disagree: number]>> = {
  ek: [60, -60],
  uuid: [30, -20],
  serial: [30, -20],
  productKeyId: [28, -20],
  lan: [28, -12],
  offlineId: [24, -3],
  disk: [20, -3],
  card: [20, -2],
  virtualMac: [8, -1],
  model: [6, -15],
  cpu: [4, -12],
}

const fields = Object.keys(weights) as readonly FactField[]

function evidenceOf(
  field: FactField,
  relations: Relations,
  vetoes: readonly FactField[],
): Evidence {
  const relation = relations[field]
  const evidence = { field, relation, binding: bindingOf(field), bits: bitsOf(field, relations) }
  return vetoes.includes(field) ? { ...evidence, veto: true } : evidence
}

function bindingOf(field: FactField): Evidence['binding'] {
  if (field === 'model' || field === 'cpu') return 'contrast'
  return boardFields.some((each) => each === field) ? 'board' : 'movable'
}

function bitsOf(field: FactField, relations: Relations): number {
  const [agree, disagree] = weights[field]
  const relation = relations[field]
  if (relation !== 'agrees' && relation !== 'disagrees') return 0
  const bits = relation === 'agrees' ? agree : disagree
  // UUID and serial number count as one: makers derive one from the other.
  const isHalf =
    (field === 'uuid' && isKnown(relations.serial)) ||
    (field === 'serial' && isKnown(relations.uuid))
  return isHalf ? bits / 2 : bits
}

const isKnown = (relation: Relation): boolean => relation === 'agrees' || relation === 'disagrees'

/** Contradictions that rule out a match. */
function vetoesOf(r: Relations): readonly FactField[] {
  if (r.ek === 'agrees') return []
  const contradicted: FactField[] = (['ek', 'uuid', 'productKeyId'] as const).filter(
    (field) => r[field] === 'disagrees',
  )
  // A port may be on a card or in a dock; an agreeing serial number indicates the machine around it.
  if (r.lan === 'disagrees' && r.serial !== 'agrees') contradicted.push('lan')
  return contradicted
}

function verdictOf(r: Relations, vetoes: readonly FactField[]): Verdict {
  if (r.ek === 'agrees') return isOnlyTheTpm(r) ? 'review' : 'match'
  if (r.ek === 'disagrees') return isOnlyTheKey(r) ? 'review' : 'no-match'
  if (vetoes.length > 0) return 'no-match'
  if (isSame(r)) return 'match'
  return boardFields.some((field) => r[field] === 'agrees') ? 'review' : 'no-match'
}

/** Neither UUID nor serial number belongs to the key: a copied virtual TPM, or a moved TPM module. */
function isOnlyTheTpm({ uuid, serial }: Relations): boolean {
  return (
    uuid !== 'agrees' && serial !== 'agrees' && (uuid === 'disagrees' || serial === 'disagrees')
  )
}

/** Everything of the board agrees except the key: another TPM was switched on, or everything else was copied. */
function isOnlyTheKey(r: Relations): boolean {
  const others = [r.uuid, r.serial, r.productKeyId, r.lan]
  const isSameBoard = others.includes('agrees') || r.offlineId === 'agrees'
  return isSameBoard && !others.includes('disagrees')
}

/** Two agreements of the board, or one and a part that confirms it. */
function isSame(r: Relations): boolean {
  const named = [isUnit(r), r.productKeyId === 'agrees'].filter(Boolean).length
  const agreements = named + Number(r.lan === 'agrees')
  if (agreements >= 2) return true
  if (agreements === 0 || r.lan === 'disagrees') return false
  const isConfirmed = r.offlineId === 'agrees' || r.virtualMac === 'agrees'
  return r.disk === 'agrees' || (named > 0 && isConfirmed)
}

/** UUID and serial number as one agreement; neither may contradict. */
function isUnit({ uuid, serial }: Relations): boolean {
  return (
    (uuid === 'agrees' || serial === 'agrees') && uuid !== 'disagrees' && serial !== 'disagrees'
  )
}
