/**
 * Every known record: its type, its name, its key in a description, and how to read and write it.
 *
 * The rows stand in the order in which Microsoft's tool writes records, which is not numeric; the
 * encoder walks the table from top to bottom.
 */
import { toHex } from '../bytes.ts'
import * as composite from './composites.ts'
import type { HashDescription } from './fields.ts'
import { header } from './header.ts'
import type { Codec } from './layout.ts'
import * as text from './texts.ts'

export type RecordKey = Exclude<keyof HashDescription, 'other'>

/** One known record type; `many` where a hash may hold several. */
export type RecordKind = {
  readonly type: number
  /** The tool's XML name where one is known and the record is a single value. */
  readonly name: string
  readonly key: RecordKey
  readonly codec: Codec<unknown>
  readonly many: boolean
}

type Item<T> = NonNullable<T> extends readonly (infer One)[] ? One | NonNullable<T> : NonNullable<T>
type Row<T> = readonly [type: number, name: string, codec: Codec<T>]

const table: { readonly [K in RecordKey]-?: Row<Item<HashDescription[K]>> } = {
  header: [1, 'Header', header],
  processor: [2, 'Processor', composite.processor],
  coreClasses: [34, 'CoreClasses', composite.coreClasses],
  memory: [5, 'Memory', composite.memory],
  processorManufacturer: [3, 'ProcessorManufacturer', text.endedText],
  processorModel: [4, 'ProcessorModel', text.endedText],
  disks: [6, 'Disk', composite.disk],
  diskSerials: [7, 'DiskSerialNumber', text.diskSerial(text.openText)],
  networkAdapters: [8, 'NetworkAdapter', composite.networkAdapter],
  internalDisplay: [9, 'InternalDisplay', composite.internalDisplay],
  displaySize: [27, 'DisplaySize', composite.displaySize],
  enclosure: [10, 'Enclosure', composite.enclosure],
  tpmVersion: [13, 'TPMVersion', text.endedText],
  ekPublicModulus: [25, 'TpmEkPub', text.rawHex],
  offlineDeviceId: [11, 'OfflineDeviceId', composite.offlineDeviceId],
  smbiosUuid: [12, 'SmbiosUuid', text.uuid],
  serialNumber: [14, 'SmbiosSystemSerialNumber', text.endedText],
  firmwareVendor: [15, 'SmbiosFirmwareVendor', text.endedText],
  manufacturer: [16, 'SmbiosSystemManufacturer', text.endedText],
  model: [17, 'SmbiosSystemProductName', text.endedText],
  skuNumber: [18, 'SmbiosSkuNumber', text.endedText],
  systemFamily: [19, 'SmbiosSystemFamily', text.endedText],
  systemVersion: [23, 'SmbiosSystemVersion', text.endedText],
  boardManufacturer: [20, 'SmbiosBoardManufacturer', text.endedText],
  boardProduct: [21, 'SmbiosBoardProduct', text.endedText],
  boardVersion: [22, 'SmbiosBoardVersion', text.endedText],
  productKeyId: [24, 'ProductKeyID', text.endedText],
  productKeyPartNumber: [26, 'ProductKeyPkPn', text.endedText],
  kernelDiskSerial: [28, 'DiskSSNKernel', text.diskSerial(text.endedText)],
  videoMemory: [29, 'VideoMemory', composite.videoMemory],
  videoAdapters: [30, 'VideoAdapter', text.videoAdapter],
  unexplained35: [35, 'Unexplained35', composite.unexplained35],
  locale: [36, 'Locale', text.openText],
  activationId: [37, 'ActivationId', composite.activationId],
}

/** Keys whose list is one record per entry; any other list lies inside one record. */
const repeated: ReadonlySet<string> = new Set<RecordKey>([
  'disks',
  'diskSerials',
  'networkAdapters',
  'videoMemory',
  'videoAdapters',
])

/** The table's rows in writing order. */
export const recordKinds: readonly RecordKind[] = Object.entries(table).map(
  ([key, [type, name, codec]]) => ({
    type,
    name,
    key: key as RecordKey,
    codec: codec as Codec<unknown>,
    many: repeated.has(key),
  }),
)

const byType = new Map(recordKinds.map((each) => [each.type, each]))

/** What is known about records of `type`; undefined for a type that no source describes. */
export function kindOfType(type: number): RecordKind | undefined {
  return byType.get(type)
}

/** The value of a payload: typed if the type is known and readable, null if known but unreadable, else hex. */
export function readValue(type: number, payload: Uint8Array): unknown {
  const known = byType.get(type)
  return known ? known.codec.read(payload) : toHex(payload)
}
