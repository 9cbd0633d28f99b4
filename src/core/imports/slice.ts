/**
 * A slice: part of an import, taken from storage by one runner, to be decided and written as a whole.
 * These are the words in which deciding and storing rows speak to each other.
 */
import type { RefusalName, ReportedError } from 'taxiway-autopilot'
import type { DecodedHash } from 'taxiway-hardware-hash'
import type { Crowded } from '../identity/crowded-tokens.ts'
import type { DeviceRecord } from '../identity/device-record.ts'
import type { IdentityToken } from '../identity/identity-tokens.ts'
import type { Conflict } from '../identity/judge.ts'
import type { Token } from '../identity/tokens.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import type { Submission } from './imported-device.ts'

/** An undecided row as stored. */
export type PendingRow = Submission & { readonly rowNumber: number }

/** Whose device it is that an identity token leads to. */
export type Holder = { readonly deviceId: DeviceId; readonly tenantId: TenantId }

/** What tokens lead to, and which of them do not list all. */
export type Holders = {
  readonly holders: ReadonlyMap<Token, readonly Holder[]>
  readonly crowded: Crowded
}

/** The tokens under which a device comes to be listed, and those under which there was no room for it. */
export type Listing = {
  readonly tokens: readonly IdentityToken[]
  readonly crowded: readonly Token[]
}

/** A row becomes a device of its tenant. */
export type Registration = Listing & {
  readonly deviceId: DeviceId
  readonly row: PendingRow
  readonly hash: DecodedHash
  /** The hash's own; where the firmware has none, what the row said, else empty. */
  readonly serialNumber: string
  readonly record: DeviceRecord
  /** What a person should look at although the row is registered. */
  readonly remarks: readonly Remark[]
}

/** A registered device that shares an identifier with a new one, and is another device all the same. */
export type Remark = { readonly kind: Conflict; readonly other: Holder; readonly sentence: string }

/** A row is a device that its tenant has already: what the hash adds to what is known of it. */
export type Recognition = Listing & {
  readonly record: DeviceRecord
  /** Fields that differ from the hash before; absent = the same bytes, nothing to keep. */
  readonly changes?: readonly string[]
}

/**
 * `crowded`: too many devices share an identifier with the row, and one that was not compared may be it;
 * `crowded-foreign`: other tenants have such devices.
 */
export type HeldReason = 'review' | 'disclosures-spent' | 'crowded' | 'crowded-foreign'

/** Whether only someone who may speak for all tenants can decide such a row, whatever its candidates are. */
export function isForOperators(reason: string): boolean {
  return reason === 'disclosures-spent' || reason === 'crowded-foreign'
}

/** A row that a person has to decide. */
export type Held = {
  readonly reason: HeldReason
  /** The devices it may be, likeliest first. */
  readonly candidates: readonly Holder[]
  /** For whoever may know of all of them. */
  readonly sentence: string
}

export type RowDecision =
  | { readonly rowNumber: number; readonly kind: 'registered'; readonly registration: Registration }
  | {
      readonly rowNumber: number
      readonly kind: 'refused'
      readonly refusal: RefusalName
      /** Only where an emulator was told to report something else. */
      readonly reportedAs?: ReportedError
      /** The device that the row turned out to be; absent where none was recognised. */
      readonly matched?: DeviceId
      readonly recognition?: Recognition
      readonly held?: Held
    }

/** Part of an import, held by this runner alone until settled. */
export type OpenSlice = {
  readonly tenantId: TenantId
  readonly rows: readonly PendingRow[]
  /** Storage failed at these rows however often they were tried; they come without their hashes. */
  readonly givenUp: boolean
  /** The devices behind each token, of all tenants. */
  holdersOf(tokens: readonly Token[]): Promise<Holders>
  recordsOf(holders: readonly Holder[]): Promise<ReadonlyMap<DeviceId, DeviceRecord>>
  /** The newest hash of each device of this tenant. */
  latestHashes(devices: readonly DeviceId[]): Promise<ReadonlyMap<DeviceId, Uint8Array>>
  /** Devices that rows before this slice, in the same import, turned out to be. */
  decidedEarlier(devices: readonly DeviceId[]): Promise<ReadonlySet<DeviceId>>
  /** How many rows may still be told today that another tenant has their device. */
  crossTenantDisclosuresLeft(): Promise<number>
  /** Writes all decisions, or none: it fails when a racing import has changed what they rest on. */
  settle(decisions: readonly RowDecision[]): Promise<void>
}

/** The work in storage. False = nothing is due. */
export type ImportQueue = {
  withNextSlice(work: (slice: OpenSlice) => Promise<void>): Promise<boolean>
}
