/** The hardware hash of Windows Autopilot: decode, encode, check, compare. No dependency, any runtime. */
export { type PaddingRepair, repairPadding, toBase64 } from './base64.ts'
export { decodeHardwareHash, isUsableHash } from './decode.ts'
export { type DecodedDisk, DecodedHash, type DecodedTpm, HashRecord } from './decoded-hash.ts'
export {
  describeHardwareHash,
  type EncodedHash,
  encodeHardwareHash,
  UnencodableHashError,
} from './encode.ts'
export type { FaultCode, HashFault } from './fault.ts'
export type * from './fields.ts'
