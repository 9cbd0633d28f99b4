/** What is known of one device. */
import type { IdentityFacts } from './facts.ts'

/** A serial number counts together with its maker; the maker is null if the firmware names none. */
export type SerialNumber = { readonly manufacturer: string | null; readonly serial: string }

/** Plain data. Lists are in order of arrival; an empty list means not known yet. */
export type DeviceRecord = {
  readonly board: {
    readonly ekDigests: readonly string[]
    readonly uuids: readonly string[]
    readonly serials: readonly SerialNumber[]
    readonly productKeyIds: readonly string[]
    /** All ports of one capture, sorted. */
    readonly onboardMacs: readonly string[]
    readonly offlineIds: readonly string[]
  }
  /** Newest first, and bounded: what a device had long ago is forgotten. */
  readonly movable: {
    readonly disks: readonly string[]
    readonly cardMacs: readonly string[]
    readonly virtualMacs: readonly string[]
  }
  readonly contrast: Pick<IdentityFacts, 'model' | 'board' | 'sku' | 'cpu'>
}
