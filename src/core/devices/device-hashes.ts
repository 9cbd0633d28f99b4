/** The hashes that a device was accepted with, who imported them, and from which file. */
import type { DeviceId, ImportId, TenantId } from '../ids.ts'

export type DeviceHash = {
  readonly id: string
  readonly acceptedAt: Date
  /** As it was submitted. */
  readonly bytes: Uint8Array
  readonly importId: ImportId | null
  /** Who sent the import; null = it came from a client that gave no name. */
  readonly by: string | null
  readonly file: string | null
  readonly line: number | null
}

export type DeviceHashes = {
  /** Newest first. */
  of(tenantId: TenantId, id: DeviceId): Promise<readonly DeviceHash[]>
  /** The newest of each device; a device created from a description has none. */
  newest(tenantId: TenantId, ids: readonly DeviceId[]): Promise<ReadonlyMap<DeviceId, Uint8Array>>
}
