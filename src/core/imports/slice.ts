/**
 * A slice: part of an import, taken from storage by one runner, to be decided and written as a whole. These types
 * are the interface between deciding rows and storing them.
 */
import type { RefusalName, ReportedError } from 'taxiway-autopilot'
import type { DecodedHash } from 'taxiway-hardware-hash'
import type { Crowded } from '../identity/crowded-tokens.ts'
import type { DeviceRecord } from '../identity/device-record.ts'
import type { IdentityToken } from '../identity/identity-tokens.ts'
import type { Conflict } from '../identity/judge.ts'
import type { Token } from '../identity/tokens.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import type { Declaration, DeclaredDevice } from './declared.ts'
import type { Submission } from './imported-device.ts'

/** An undecided row as stored. */
export type PendingRow = Submission & { readonly rowNumber: number }

/** The device that an identity token leads to. */
export type Holder = { readonly deviceId: DeviceId; readonly tenantId: TenantId }

/** What tokens lead to, and which of them do not list all devices. */
export type Holders = {
  readonly holders: ReadonlyMap<Token, readonly Holder[]>
  readonly crowded: Crowded
}

/** The tokens under which a device is now listed, and those that had no room for it. */
export type Listing = {
  readonly tokens: readonly IdentityToken[]
  readonly crowded: readonly Token[]
}

/** A row becomes a device of its tenant. */
export type Registration = Listing & {
  readonly deviceId: DeviceId
  readonly row: PendingRow
  /** The hash's own; if the firmware has none, the row's, otherwise empty. */
  readonly serialNumber: string
  /** By what it is recognized; or only its names, while no hash is known. */
  readonly identity:
    | { readonly hash: DecodedHash; readonly record: DeviceRecord }
    | { readonly declaration: Declaration }
  /** What a person should look at even though the row is registered. */
  readonly remarks: readonly Remark[]
  /** The deleted device that it is: its reservation ends. */
  readonly supersedes?: DeviceId
}

/** A registered device that shares an identifier with a new one but is a different device. */
export type Remark = { readonly kind: Conflict; readonly other: Holder; readonly sentence: string }

/** A row matched a device of the tenant: what the hash adds to its record. */
export type Recognition = Listing & {
  readonly record: DeviceRecord
  /** Fields that differ from the previous hash; absent = the same bytes, so nothing is stored. */
  readonly changes?: readonly string[]
  /** Present: this is the first hash of a device that was declared. */
  readonly firstHash?: DecodedHash
}

/**
 * `crowded`: too many devices share an identifier with the row, and one that was not compared may be it;
 * `crowded-foreign`: other tenants have such devices.
 */
export type HeldReason = 'review' | 'disclosures-spent' | 'crowded' | 'crowded-foreign'

/** Whether only someone who may act for all tenants can decide such a row, whatever its candidates are. */
export function isForOperators(reason: string): boolean {
  return reason === 'disclosures-spent' || reason === 'crowded-foreign'
}

/** A row that a person has to decide. */
export type Held = {
  readonly reason: HeldReason
  /** The candidates, likeliest first. */
  readonly candidates: readonly Holder[]
  /** Only for people who may know about all of them. */
  readonly sentence: string
}

export type RowDecision =
  | { readonly rowNumber: number; readonly kind: 'registered'; readonly registration: Registration }
  | {
      readonly rowNumber: number
      readonly kind: 'refused'
      readonly refusal: RefusalName
      /** Only if an emulator was set to report something else. */
      readonly reportedAs?: ReportedError
      /** The device that the row matched; absent if none was recognized. */
      readonly matched?: DeviceId
      readonly recognition?: Recognition
      readonly held?: Held
    }

/** What the tenant's rows are subject to, beside what is known of their devices. */
export type TenantRules = {
  /** How many rows today may still be answered with the fact that another tenant has their device. */
  readonly crossTenantDisclosuresLeft: number
  /** A new device whose hash shows no TPM key is not registered. */
  readonly forbidsHashOnlyClaims: boolean
  /** How many more devices the consent of these rows lets in; absent = as many as come. */
  readonly registrationsLeft?: number
  /** A partner's row whose device nobody knows declares it. */
  readonly declaresUnknown: boolean
  /** Devices that were declared may be waiting for a hash. */
  readonly hasDeclared: boolean
}

/** Devices by other names than a hash. */
export type ReportedDevices = {
  /** Hashes that makers reported under each token. */
  reportedUnder(tokens: readonly Token[]): Promise<ReadonlyMap<Token, readonly Uint8Array[]>>
  /** The newest hash of each registered device, whichever tenant has it. */
  hashesOfHolders(holders: readonly Holder[]): Promise<readonly Uint8Array[]>
  /** Stores hashes that were found for rows, as if they had come with them. */
  keepHashes(
    rows: readonly { readonly rowNumber: number; readonly bytes: Uint8Array }[],
  ): Promise<void>
}

/** Part of an import, held by this runner alone until settled. */
export type OpenSlice = {
  readonly tenantId: TenantId
  readonly rows: readonly PendingRow[]
  /** Storage repeatedly failed on these rows; they come without their hashes. */
  readonly givenUp: boolean
  /** The devices behind each token, of all tenants. */
  holdersOf(tokens: readonly Token[]): Promise<Holders>
  recordsOf(holders: readonly Holder[]): Promise<ReadonlyMap<DeviceId, DeviceRecord>>
  /** The newest hash of each device of this tenant. */
  latestHashes(devices: readonly DeviceId[]): Promise<ReadonlyMap<DeviceId, Uint8Array>>
  /** Devices that rows before this slice, in the same import, matched. */
  decidedEarlier(devices: readonly DeviceId[]): Promise<ReadonlySet<DeviceId>>
  /** Which of these devices of the tenant were deleted and are still reserved. */
  reserved(devices: readonly DeviceId[]): Promise<ReadonlySet<DeviceId>>
  tenantRules(): Promise<TenantRules>
  /** Declared devices of this tenant that wait for a hash, by the token of their names. */
  declaredUnder(tuples: readonly Token[]): Promise<readonly DeclaredDevice[]>
  /** Present: these rows came through a partner, and may name their device without a hash. */
  readonly reported?: ReportedDevices
  /** Writes all decisions, or none: fails if a racing import has changed what they are based on. */
  settle(decisions: readonly RowDecision[]): Promise<void>
}

/** The work queue in storage. False = nothing is due. */
export type ImportQueue = {
  withNextSlice(work: (slice: OpenSlice) => Promise<void>): Promise<boolean>
}
