/** The hardware hash of Windows Autopilot: decode, encode, check, compare. No dependency, any runtime. */
export { type PaddingRepair, repairPadding, toBase64 } from './base64.ts'
export { type CheckOptions, checkHardwareHash } from './check.ts'
export { isRemovable } from './check-network.ts'
export { decodeHardwareHash, isUsableHash } from './decode.ts'
export { DecodedHash, type DecodedTpm } from './decoded-hash.ts'
export type { FamilyName } from './device-families.ts'
export { type Difference, type DifferenceGroup, diffHardwareHashes } from './diff.ts'
export { sha256 } from './digest.ts'
export {
  describeHardwareHash,
  type EncodedHash,
  encodeHardwareHash,
  UnencodableHashError,
} from './encode.ts'
export type { FaultCode, HashFault } from './fault.ts'
export type * from './fields.ts'
export type { Finding } from './finding.ts'
export {
  companyMix,
  type FleetDevice,
  type FleetMix,
  type FleetOptions,
  type MakeKey,
  makeDevice,
  makeFleet,
} from './fleet.ts'
export { HashRecord } from './hash-record.ts'
export { type Hmac, hmacSha256 } from './hmac.ts'
export * from './junk.ts'
export type { DecodedDisk } from './merged-disks.ts'
export {
  missingText,
  placeholderNames,
  placeholderSerials,
  sharedAddresses,
  sharedUuids,
  statedText,
} from './placeholders.ts'
export { type Random, randomFrom } from './random.ts'
export { type LifeEvent, remakeHardwareHash } from './remake.ts'
export { type HardwareReport, readHardwareReport, writeHardwareReport } from './report.ts'
export { type ReportProperty, reportProperties } from './report-properties.ts'
