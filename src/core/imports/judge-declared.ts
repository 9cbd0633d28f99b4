/** Decides rows that declare a device, and rows whose hash is the first of a device that was declared. */
import { newRecord } from '../identity/record.ts'
import { newDeviceId } from '../ids.ts'
import { agrees, type Declaration, type DeclaredDevice } from './declared.ts'
import type { Examined, Identified } from './examine-row.ts'
import { type Known, list } from './known.ts'
import type { RowDecision } from './slice.ts'

type Unknown = Exclude<Examined, Identified>

/** A row without a hash: a refusal, or a new device that has only its names. */
export function judgeNameless({ row, refusal, declaration }: Unknown, known: Known): RowDecision {
  const decision = { rowNumber: row.rowNumber, kind: 'refused' } as const
  if (declaration === undefined || !known.declaresUnknown) return { ...decision, refusal }
  const before = known.declared.get(declaration.tuple)
  if (before !== undefined && !before.isReserved) return { ...decision, ...again(before, known) }
  if (known.registrationsLeft !== undefined && known.registrationsLeft-- <= 0)
    return { ...decision, refusal: 'CustomerLimitReached' }
  return declare({ row, declaration, before }, known)
}

function again({ deviceId }: DeclaredDevice, { seen }: Known) {
  const refusal = seen.has(deviceId) ? 'ZtdDeviceDuplicated' : 'ZtdDeviceAlreadyAssigned'
  seen.add(deviceId)
  return { refusal, matched: deviceId } as const
}

type Declaring = Pick<Unknown, 'row'> & {
  readonly declaration: Declaration
  readonly before: DeclaredDevice | undefined
}

function declare({ row, declaration, before }: Declaring, known: Known): RowDecision {
  const deviceId = newDeviceId()
  known.declared.set(declaration.tuple, { ...declaration, deviceId, isReserved: false })
  known.seen.add(deviceId)
  const registration = {
    deviceId,
    row,
    serialNumber: row.serialNumber ?? '',
    identity: { declaration },
    tokens: [],
    crowded: [],
    remarks: [],
    ...(before !== undefined && { supersedes: before.deviceId }),
  }
  return { rowNumber: row.rowNumber, kind: 'registered', registration }
}

/** The declared device of the tenant that waits for exactly this hash. */
export function waitingFor(row: Identified, known: Known): DeclaredDevice | undefined {
  const stated = known.declarationIn(row)
  const found = stated && known.declared.get(stated.tuple)
  return stated && found && agrees(found, stated) ? found : undefined
}

/** The hash becomes the device's own. */
export function bindTo(
  { deviceId, tuple }: DeclaredDevice,
  { row, hash, facts, tokens }: Identified,
  known: Known,
): RowDecision {
  const decision = { rowNumber: row.rowNumber, kind: 'refused', matched: deviceId } as const
  // Declared by an earlier row: the same device twice, and the first counts.
  if (known.seen.has(deviceId)) return { ...decision, refusal: 'ZtdDeviceDuplicated' }
  known.seen.add(deviceId)
  known.declared.delete(tuple)
  const record = newRecord(facts)
  known.records.set(deviceId, record)
  const listing = list(known, { deviceId, tenantId: known.tenantId }, tokens)
  return {
    ...decision,
    refusal: 'ZtdDeviceAlreadyAssigned',
    recognition: { record, ...listing, firstHash: hash },
  }
}
