/** The disks of a decoded hash, which three kinds of records name in part. */
import type { Disk, DiskSerial } from './fields.ts'

/** A disk from records 6 and 7 at the same position, or known only by its kernel serial. */
export type DecodedDisk = DiskSerial & { readonly [K in keyof Disk]: Disk[K] | null }

export function mergeDisks(
  disks: readonly Disk[],
  serials: readonly DiskSerial[],
  kernel: DiskSerial | null,
): readonly DecodedDisk[] {
  const count = Math.max(disks.length, serials.length)
  const known = Array.from({ length: count }, (_, i) => ({
    ...(serials[i] ?? { serialNumber: '', product: null, vendor: null }),
    ...(disks[i] ?? unmeasured),
  }))
  const isNew = kernel !== null && !known.some((disk) => disk.serialNumber === kernel.serialNumber)
  return isNew ? [...known, { ...kernel, ...unmeasured }] : known
}

const unmeasured = { capacityGb: null, busType: null, seekPenalty: null, trim: null }
