/** What the directory's clients write of a device: flags, ownership and extension attributes, by which group rules find it. */
import { noteAudit } from '../acting.ts'
import type { Device, Devices } from './device.ts'
import type { DirectoryAttribute, DirectoryAttributes } from './directory-attributes.ts'

/** Null takes an attribute away; one that is not named stays. */
export type DirectoryChange = Readonly<Partial<Record<DirectoryAttribute, string | null>>>

export async function changeDirectoryDevice(
  { devices, now }: { readonly devices: Pick<Devices, 'change'>; readonly now: () => Date },
  device: Device,
  change: DirectoryChange,
): Promise<void> {
  const before = device.directoryAttributes
  const merged = Object.entries({ ...before, ...change }).filter(([, value]) => value !== null)
  const directoryAttributes = Object.fromEntries(merged) as DirectoryAttributes
  await devices.change(device.tenantId, device.id, { directoryAttributes, targetedAt: now() })
  noteAudit({
    type: 'Device',
    id: device.directoryObjectId,
    name: device.serialNumber,
    properties: Object.entries(change).map(([name, after]) => ({
      name,
      before: before[name as DirectoryAttribute] ?? null,
      after,
    })),
  })
}
