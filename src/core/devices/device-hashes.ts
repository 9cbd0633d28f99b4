/** The hashes that a device was accepted with: what they are, and who brought them from where. */
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
  /** The newest first. */
  of(tenantId: TenantId, id: DeviceId): Promise<readonly DeviceHash[]>
  /** The newest of each device; one that was described instead has none. */
  newest(tenantId: TenantId, ids: readonly DeviceId[]): Promise<ReadonlyMap<DeviceId, Uint8Array>>
}
