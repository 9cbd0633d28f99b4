/**
 * Field by field: does a hash agree with a record?
 *
 * Only values that both sides have can disagree; a field that firmware hides today says nothing about yesterday's.
 */

import type { DeviceRecord, SerialNumber } from './device-record.ts'
import type { FactField, IdentityFacts } from './facts.ts'

/** `junk`: the hash had a value, but it is denied or malformed. */
export type Relation = 'agrees' | 'disagrees' | 'absent' | 'junk'

export type Relations = Readonly<Record<FactField, Relation>>

/** How each field of `facts` relates to `record`. */
export function relationsOf(record: DeviceRecord, facts: IdentityFacts): Relations {
  const { board, movable } = record
  const relations: Record<FactField, Relation> = {
    ek: ofValue(board.ekDigests, facts.ekDigest),
    uuid: ofValue(board.uuids, facts.uuid),
    serial: ofSerial(board.serials, facts),
    productKeyId: ofValue(board.productKeyIds, facts.productKeyId),
    lan: ofLists(board.onboardMacs, facts.onboardMacs),
    offlineId: ofOfflineId(board.offlineIds, facts.offlineId),
    disk: ofLists(movable.disks, facts.disks),
    card: ofLists(movable.cardMacs, facts.cardMacs),
    virtualMac: ofLists(movable.virtualMacs, facts.virtualMacs),
    model: ofModel(record.contrast, facts),
    cpu: ofValue(record.contrast.cpu === null ? [] : [record.contrast.cpu], facts.cpu),
  }
  for (const { field } of facts.junk) {
    if (field !== 'manufacturer' && relations[field] === 'absent') relations[field] = 'junk'
  }
  return relations
}

/** Whether any value of the board differs from the record's. */
export function contradictsBoard(record: DeviceRecord, facts: IdentityFacts): boolean {
  const relations = relationsOf(record, facts)
  return boardFields.some((field) => relations[field] === 'disagrees')
}

/** Fields that stay with the system board. */
export const boardFields = [
  'ek',
  'uuid',
  'serial',
  'productKeyId',
  'lan',
  'offlineId',
] as const satisfies readonly FactField[]

function ofValue(known: readonly string[], value: string | null): Relation {
  if (known.length === 0 || value === null) return 'absent'
  return known.includes(value) ? 'agrees' : 'disagrees'
}

/** One common value is agreement: ports get switched off, and disks are added. */
function ofLists(known: readonly string[], values: readonly string[]): Relation {
  if (known.length === 0 || values.length === 0) return 'absent'
  return values.some((value) => known.includes(value)) ? 'agrees' : 'disagrees'
}

/** Equal serial numbers from different makers are different devices; an unnamed maker contradicts none. */
function ofSerial(known: readonly SerialNumber[], facts: IdentityFacts): Relation {
  if (known.length === 0 || facts.serial === null) return 'absent'
  const isSame = known.some(
    ({ manufacturer, serial }) =>
      serial === facts.serial &&
      (manufacturer === facts.manufacturer || manufacturer === null || facts.manufacturer === null),
  )
  return isSame ? 'agrees' : 'disagrees'
}

/** Ids of different types are computed from different things and cannot contradict each other. */
function ofOfflineId(known: readonly string[], value: string | null): Relation {
  if (value === null) return 'absent'
  const type = value.slice(0, value.indexOf(':') + 1)
  return ofValue(
    known.filter((each) => each.startsWith(type)),
    value,
  )
}

/** Model, board and part number count as one: each follows from the others. */
function ofModel(known: DeviceRecord['contrast'], facts: IdentityFacts): Relation {
  const pairs = [
    [known.model, facts.model],
    [known.board, facts.board],
    [known.sku, facts.sku],
  ].filter((pair) => !pair.includes(null))
  if (pairs.length === 0) return 'absent'
  return pairs.every(([a, b]) => a === b) ? 'agrees' : 'disagrees'
}
