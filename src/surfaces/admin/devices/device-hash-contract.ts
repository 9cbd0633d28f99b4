/** A hash of a device as it is answered: decoded, checked, and compared with the one before. */
import type { DeviceHash as WireHash } from 'taxiway-autopilot/admin'
import { checkHardwareHash, decodeHardwareHash, diffHardwareHashes } from 'taxiway-hardware-hash'
import { z } from 'zod'
import type { DeviceHash } from '../../../core/devices/device-hashes.ts'

export const hashAnswer = z.object({
  id: z.string(),
  acceptedDateTime: z.string(),
  by: z.string().nullable(),
  importId: z.string().nullable(),
  file: z.string().nullable(),
  line: z.number().nullable(),
  /** As `taxiway hash decode --json` prints it. */
  decoded: z.record(z.string(), z.unknown()).nullable(),
  findings: z.array(z.object({ severity: z.string(), code: z.string(), message: z.string() })),
  /** Compared with the previous hash; empty for the first. */
  changes: z.array(
    z.object({
      field: z.string(),
      binding: z.enum(['board', 'movable', 'generation']),
      relation: z.enum(['changed', 'added', 'gone']),
      before: z.unknown(),
      after: z.unknown(),
    }),
  ),
  hardwareIdentifier: z.string().optional(),
}) satisfies z.ZodType<WireHash>

export function presentHash(
  { bytes, acceptedAt, ...hash }: DeviceHash,
  before: DeviceHash | undefined,
  { raw, namesImports }: { readonly raw: boolean; readonly namesImports: boolean },
): z.input<typeof hashAnswer> {
  const decoded = decodeHardwareHash(bytes)
  const older = before && decodeHardwareHash(before.bytes)
  return {
    ...hash,
    ...(!namesImports && { importId: null, file: null, line: null }),
    acceptedDateTime: acceptedAt.toISOString(),
    decoded: decoded.ok ? JSON.parse(JSON.stringify(decoded)) : null,
    findings: checkHardwareHash(bytes).map(({ severity, code, message }) => ({
      severity,
      code,
      message,
    })),
    changes:
      decoded.ok && older?.ok
        ? diffHardwareHashes(older, decoded).map(({ group, field, a, b }) => ({
            field,
            binding: group,
            relation: a === undefined ? 'added' : b === undefined ? 'gone' : 'changed',
            before: a ?? null,
            after: b ?? null,
          }))
        : [],
    ...(raw && { hardwareIdentifier: Buffer.from(bytes).toString('base64') }),
  }
}
