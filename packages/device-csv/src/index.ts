/**
 * Device CSV files as a library: recognize, read, check, repair and write anything called "the Autopilot CSV".
 * No dependencies and no Node APIs, so that a browser runs the same code as the command line.
 */

export {
  type CheckOptions,
  checkDeviceCsv,
  DeviceCsvChecker,
  type FileReport,
} from './check/check.ts'
export { DeviceIndex } from './check/device-index.ts'
export { FileProof } from './check/file-proof.ts'
export { type ImportChoices, importStops } from './check/import-stops.ts'
export { digitsOfProductId } from './check/judge-hash.ts'
export { DigestSet } from './digest-set.ts'
export type { FileFacts, ReadOptions } from './file-facts.ts'
export type { Severity } from './findings/code-entry.ts'
export { type Finding, type FindingCode, findingCodes } from './findings/finding.ts'
export { DeviceCsvFixer } from './fix/fix.ts'
export { type FixedFile, fixDeviceCsv, needsAllColumns } from './fix/fix-file.ts'
export type { FixChange, FixOptions, LeftOut } from './fix/fix-options.ts'
export type { FixReport } from './fix/fix-plan.ts'
export { decodedHash } from './hash/decoded-hash.ts'
export { isWhole, repairHash } from './hash/repair-hash.ts'
export { tableOfCells } from './layout/cell-lines.ts'
export { profileOfChannel } from './layout/channel-of-profile.ts'
export { columnsOfPlan } from './layout/columns-of-format.ts'
export { markupTable } from './layout/markup-table.ts'
export { oddTable } from './layout/odd-separator.ts'
export { ruledTable } from './layout/ruled-table.ts'
export { columnOfTitle, mayBeTagOrUser, mentionsTag } from './layout/titles.ts'
export { transposedTable, uprightTable } from './layout/transposed-table.ts'
export { wikiTable } from './layout/wiki-table.ts'
export { mergedRows, planMerge, shapeOfPlan } from './merge/merge.ts'
export { columnsLeftOut, type MergeLosses } from './merge/merge-losses.ts'
export type { MergeConflict, MergePlan, MergeSource } from './merge/merge-plan.ts'
export type { CellAccount } from './reading/cell-account.ts'
export { type DeviceCsv, readDeviceCsv, readText, streamDeviceCsv } from './reading/read.ts'
export { DeviceCsvReader } from './reading/reader.ts'
export type { RowReading } from './reading/row-mapper.ts'
export type { Column, DeviceRow, FileKind, Profile } from './row.ts'
export { isAnsi } from './text/ansi.ts'
export { messagesOf } from './text/chat-lines.ts'
export {
  decoderOfPage,
  encodingNamed,
  encodingNames,
  encodingOfPage,
  type PageDecoder,
} from './text/code-pages.ts'
export { hasDamagedLetters, hasLostLetters } from './text/damaged-letters.ts'
export { ByteReader } from './text/encoding.ts'
export { type CodePage, type Encoding, isCodePage } from './text/encoding-name.ts'
export { splitFields } from './text/fields.ts'
export type { LineEnding } from './text/lines.ts'
export { LineReader } from './text/lines.ts'
export { piecesOf } from './text/pieces.ts'
export { fromQuotedPrintable, isQuotedPrintable } from './text/quoted-printable.ts'
export { readUserNames } from './users.ts'
export { cleanValue } from './values/clean-value.ts'
export { withoutEntities } from './values/entities.ts'
export { isDate, isScientific, sameSerial } from './values/serial-spelling.ts'
export { meansNothing } from './values/value-guards.ts'
export { type ConvertedRow, type ConvertTarget, convertRow } from './write/convert.ts'
export {
  columnsFor,
  encodeText,
  headerLine,
  rowLine,
  type WriteOptions,
  writeDeviceCsv,
} from './write/write.ts'
