/**
 * Deciding imports: each undecided row becomes a registration or a refusal, exactly once.
 *
 * Who owns a device is settled by storage's unique claims, never by looking first: the look-up here only
 * predicts, and a prediction that a racing import has overtaken makes the whole slice start again.
 */
import { type DecodedHash, decodeHardwareHash, isUsableHash } from '../../hardware-hash/index.ts'
import { firmwareText, type Identity, identify } from '../identity/identify.ts'
import type { Token, Tokens } from '../identity/tokens.ts'
import { type DeviceId, newDeviceId, type TenantId } from '../ids.ts'
import type { Submission } from './imported-device.ts'
import type { Refusal, ReportedError } from './refusals.ts'

/** An undecided row as stored. */
export type PendingRow = Submission & { readonly rowNumber: number }

export type Holder = { readonly deviceId: DeviceId; readonly tenantId: TenantId }

export type Registration = {
  readonly deviceId: DeviceId
  readonly row: PendingRow
  readonly hash: DecodedHash
  /** The hash's own; where the firmware has none, what the row said, else empty. */
  readonly serialNumber: string
  /** Sorted, so that racing imports claim in one order. */
  readonly claims: readonly Token[]
}

export type RowDecision =
  | { readonly rowNumber: number; readonly kind: 'registered'; readonly registration: Registration }
  | {
      readonly rowNumber: number
      readonly kind: 'refused'
      readonly refusal: Refusal
      /** Only where an emulator was told to report something else. */
      readonly reportedAs?: ReportedError
      /** The device that the row turned out to be; absent where none was recognised. */
      readonly matched?: DeviceId
    }

/** Part of an import, held by this runner alone until settled. */
export type OpenSlice = {
  readonly tenantId: TenantId
  readonly rows: readonly PendingRow[]
  holdersOf(tokens: readonly Token[]): Promise<ReadonlyMap<Token, Holder>>
  /** Devices that rows before this slice, in the same import, turned out to be. */
  decidedEarlier(devices: readonly DeviceId[]): Promise<ReadonlySet<DeviceId>>
  /** Writes all decisions, or none: it fails when a claim was lost to a racing import. */
  settle(decisions: readonly RowDecision[]): Promise<void>
}

/** The work in storage. False = nothing is due. */
export type ImportQueue = {
  withNextSlice(work: (slice: OpenSlice) => Promise<void>): Promise<boolean>
}

export type DecideOptions = {
  readonly tokens: Tokens
  /** Told of what was decided, after it was written and before it is committed. */
  readonly onDecided?: (decisions: readonly RowDecision[]) => void
}

/** Decides the next slice that is due, if any; false = none is. */
export function decideNextSlice(
  queue: ImportQueue,
  { tokens, onDecided }: DecideOptions,
): Promise<boolean> {
  return queue.withNextSlice(async (slice) => {
    const candidates = slice.rows.map((row) => examine(row, tokens))
    const wanted = candidates.flatMap(({ identity }) => identity?.claims ?? [])
    const holders = new Map(await slice.holdersOf([...new Set(wanted)]))
    const held = [...holders.values()].map(({ deviceId }) => deviceId)
    const seen = new Set(held.length > 0 ? await slice.decidedEarlier(held) : [])
    const known = { tenantId: slice.tenantId, holders, seen }
    const decisions = candidates.map((each) => decide(each, known))
    await slice.settle(decisions)
    onDecided?.(decisions)
  })
}

type Candidate = {
  readonly row: PendingRow
  readonly hash?: DecodedHash
  readonly identity?: Identity
  readonly refusal?: Refusal
}

function examine(row: PendingRow, tokens: Tokens): Candidate {
  if (row.hardwareHash === null) {
    const nameless = row.serialNumber === null && row.productKey === null
    return {
      row,
      refusal: nameless ? 'MissingZtdSerialNumberAndProductKey' : 'InvalidZtdHardwareHash',
    }
  }
  const hash = decodeHardwareHash(row.hardwareHash)
  if (!isUsableHash(hash)) return { row, refusal: 'InvalidZtdHardwareHash' }
  const identity = identify(hash, tokens)
  return identity === undefined
    ? { row, refusal: 'InvalidZtdHardwareHash' }
    : { row, hash, identity }
}

type Known = {
  readonly tenantId: TenantId
  /** Grows by each registration of the slice, so that a later row meets the earlier one. */
  readonly holders: Map<Token, Holder>
  /** Devices met in this import so far. */
  readonly seen: Set<DeviceId>
}

function decide({ row, hash, identity, refusal }: Candidate, known: Known): RowDecision {
  const rowNumber = row.rowNumber
  if (refusal !== undefined || hash === undefined || identity === undefined) {
    return { rowNumber, kind: 'refused', refusal: refusal ?? 'InvalidZtdHardwareHash' }
  }
  const holder = identity.claims
    .map((token) => known.holders.get(token))
    .find((each) => each !== undefined)
  if (holder !== undefined) {
    const refusal = refusalFor(holder, known)
    known.seen.add(holder.deviceId)
    return { rowNumber, kind: 'refused', refusal, matched: holder.deviceId }
  }
  const deviceId = newDeviceId()
  for (const token of identity.claims)
    known.holders.set(token, { deviceId, tenantId: known.tenantId })
  known.seen.add(deviceId)
  const serialNumber = firmwareText(hash.serialNumber) ?? firmwareText(row.serialNumber) ?? ''
  const registration = { deviceId, row, hash, serialNumber, claims: identity.claims }
  return { rowNumber, kind: 'registered', registration }
}

function refusalFor(holder: Holder, { tenantId, seen }: Known): Refusal {
  if (seen.has(holder.deviceId)) return 'ZtdDeviceDuplicated'
  return holder.tenantId === tenantId
    ? 'ZtdDeviceAlreadyAssigned'
    : 'ZtdDeviceAssignedToOtherTenant'
}
