/**
 * What the capture of a device that came back shows, compared with the one from before the repair. The same engine that
 * judges imports compares them; what a repair adds is the question whose board it is, and whether anybody wrote the
 * firmware. [documented, minimum fields: Microsoft, "Motherboard replacement scenario guidance"; the rules are ours]
 */
import type { RepairVerdict } from 'taxiway-autopilot'
import { compare, type Evidence } from '../identity/compare.ts'
import type { DeviceRecord } from '../identity/device-record.ts'
import type { FactField, IdentityFacts } from '../identity/facts.ts'
import { type Relations, relationsOf } from '../identity/relations.ts'
import type { ComparedField } from './repair-case.ts'

/** Parts that stay with a board, and can be bound to another registration. */
const bindingFields = ['ek', 'productKeyId', 'lan'] as const satisfies readonly FactField[]

export type Returned = {
  /** What was known of the device before. */
  readonly record: DeviceRecord
  readonly facts: IdentityFacts
  /** Whether another registration has its board. */
  readonly hasDonor: boolean
}

export function verdictOn({ record, facts, hasDonor }: Returned): RepairVerdict {
  const own = relationsOf(record, facts)
  const { verdict } = compare(record, facts)
  if (own.ek === 'agrees' && verdict === 'match') return 'sameDevice'
  if (hasDonor) return 'donorBound'
  if (verdict === 'match') return 'sameDevice'
  if (isBlank(record, facts)) return 'noBiosTool'
  if (hasPortsOfBoth(record, facts)) return 'ambiguous'
  if (verdict === 'review' && !isKeyGone(own, record, facts)) return 'ambiguous'
  return ofAnotherBoard(own)
}

/** Whether the capture has the board that `other` is registered with, and not that of the device itself. */
export function isDonor(
  other: DeviceRecord,
  { record, facts }: Pick<Returned, 'record' | 'facts'>,
): boolean {
  const own = relationsOf(record, facts)
  if (own.ek === 'agrees') return false
  const ports = facts.onboardMacs.filter((mac) => !record.board.onboardMacs.includes(mac))
  const theirs = relationsOf(other, { ...facts, onboardMacs: ports })
  return bindingFields.some((field) => {
    const isOwn = field !== 'lan' && own[field] === 'agrees'
    return theirs[field] === 'agrees' && !isOwn
  })
}

/** Both captures field by field, as a person reads them side by side. */
export function comparedFields(before: IdentityFacts, record: DeviceRecord, after: IdentityFacts) {
  return compare(record, after).evidence.map(
    ({ field, relation, binding }: Evidence): ComparedField => ({
      field,
      relation,
      binding,
      before: valuesOf(before, field),
      after: valuesOf(after, field),
    }),
  )
}

/** Serial number or UUID, which the device had, is not there or is a placeholder. */
function isBlank({ board }: DeviceRecord, { serial, uuid }: IdentityFacts): boolean {
  return (board.serials.length > 0 && serial === null) || (board.uuids.length > 0 && uuid === null)
}

/** Another TPM may have been switched on; but nobody takes the product key out of a board's firmware. */
function isKeyGone(
  { ek }: Relations,
  { board }: DeviceRecord,
  { productKeyId }: IdentityFacts,
): boolean {
  return ek === 'disagrees' && board.productKeyIds.length > 0 && productKeyId === null
}

/** One port stayed and another is new: the address points to two devices. */
function hasPortsOfBoth({ board }: DeviceRecord, { onboardMacs }: IdentityFacts): boolean {
  const isKnown = (mac: string) => board.onboardMacs.includes(mac)
  return onboardMacs.some(isKnown) && !onboardMacs.every(isKnown)
}

/** The same device as far as firmware or the parts around the board say so; a disk alone moves easily. */
function ofAnotherBoard(own: Relations): RepairVerdict {
  if (own.serial === 'agrees' || own.uuid === 'agrees') return 'boardReplaced'
  if (own.model === 'disagrees') return 'otherDevice'
  if (own.card === 'agrees' || own.lan === 'agrees') return 'boardReplaced'
  return own.disk === 'agrees' ? 'ambiguous' : 'otherDevice'
}

function valuesOf(facts: IdentityFacts, field: FactField): readonly string[] {
  const values: Readonly<Record<FactField, string | null | readonly string[]>> = {
    ek: facts.ekDigest,
    uuid: facts.uuid,
    serial: facts.serial,
    productKeyId: facts.productKeyId,
    lan: facts.onboardMacs,
    offlineId: facts.offlineId,
    disk: facts.disks,
    card: facts.cardMacs,
    virtualMac: facts.virtualMacs,
    model: [facts.manufacturer, facts.model, facts.board, facts.sku].filter(
      (each) => each !== null,
    ),
    cpu: facts.cpu,
  }
  const value = values[field]
  return value === null ? [] : typeof value === 'string' ? [value] : value
}
