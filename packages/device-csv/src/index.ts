/**
 * Device CSV files as a library: recognize, read, check, repair and write anything called "the Autopilot CSV".
 * No dependencies and no Node APIs, so that a browser runs the same code as the command line.
 */

export { isAnsi } from './ansi.ts'
export type { CellAccount } from './cell-account.ts'
export { profileOfChannel } from './channel-of-profile.ts'
export { type CheckOptions, checkDeviceCsv, DeviceCsvChecker, type FileReport } from './check.ts'
export type { Severity } from './code-entry.ts'
export { columnsOfPlan } from './columns-of-format.ts'
export { type ConvertedRow, type ConvertTarget, convertRow } from './convert.ts'
export { DeviceIndex } from './device-index.ts'
export { DigestSet } from './digest-set.ts'
export { ByteReader } from './encoding.ts'
export type { Encoding } from './encoding-name.ts'
export { splitFields } from './fields.ts'
export type { FileFacts, ReadOptions } from './file-facts.ts'
export { type Finding, type FindingCode, findingCodes } from './finding.ts'
export { DeviceCsvFixer } from './fix.ts'
export { type FixedFile, fixDeviceCsv } from './fix-file.ts'
export type { FixChange, FixOptions, LeftOut } from './fix-options.ts'
export type { FixReport } from './fix-plan.ts'
export { digitsOfProductId } from './judge-hash.ts'
export type { LineEnding } from './lines.ts'
export { LineReader } from './lines.ts'
export { mergedRows, planMerge, shapeOfPlan } from './merge.ts'
export { columnsLeftOut, type MergeLosses } from './merge-losses.ts'
export type { MergeConflict, MergePlan, MergeSource } from './merge-plan.ts'
export { piecesOf } from './pieces.ts'
export { type DeviceCsv, readDeviceCsv, readText, streamDeviceCsv } from './read.ts'
export { DeviceCsvReader } from './reader.ts'
export { isWhole, repairHash } from './repair-hash.ts'
export type { Column, DeviceRow, FileKind, Profile } from './row.ts'
export type { RowReading } from './row-mapper.ts'
export { sameSerial } from './serial-spelling.ts'
export { columnOfTitle } from './titles.ts'
export { readUserNames } from './users.ts'
export { meansNothing } from './value-guards.ts'
export {
  columnsFor,
  encodeText,
  headerLine,
  rowLine,
  type WriteOptions,
  writeDeviceCsv,
} from './write.ts'
