/** The hardware hash of Windows Autopilot: decode, encode, check, compare. No dependency, any runtime. */
export { type PaddingRepair, repairPadding, toBase64 } from './base64.ts'
export { type CheckOptions, checkHardwareHash } from './check/check.ts'
export { isRemovable } from './check/check-network.ts'
export type { Finding } from './check/finding.ts'
export * from './check/junk.ts'
export {
  missingText,
  placeholderNames,
  placeholderSerials,
  sharedAddresses,
  sharedUuids,
  statedText,
} from './check/placeholders.ts'
export { decodeHardwareHash, isUsableHash } from './decode.ts'
export { DecodedHash } from './decoded-hash.ts'
export { type Difference, type DifferenceGroup, diffHardwareHashes } from './diff.ts'
export { sha256 } from './digest/digest.ts'
export { type Hmac, hmacSha256 } from './digest/hmac.ts'
export {
  describeHardwareHash,
  type EncodedHash,
  encodeHardwareHash,
  UnencodableHashError,
} from './encode.ts'
export type { FaultCode, HashFault } from './fault.ts'
export type { FamilyName } from './fleet/device-families.ts'
export {
  companyMix,
  type FleetDevice,
  type FleetMix,
  type FleetOptions,
  type MakeKey,
  makeDevice,
  makeFleet,
} from './fleet/fleet.ts'
export { type Random, randomFrom } from './fleet/random.ts'
export { type LifeEvent, remakeHardwareHash } from './fleet/remake.ts'
export type { DecodedTpm } from './records/decoded-tpm.ts'
export type * from './records/fields.ts'
export { HashRecord } from './records/hash-record.ts'
export type { DecodedDisk } from './records/merged-disks.ts'
export { type HardwareReport, readHardwareReport, writeHardwareReport } from './report/report.ts'
export { type ReportProperty, reportProperties } from './report/report-properties.ts'
