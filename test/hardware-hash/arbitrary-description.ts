/** Any description that a hash can hold, for property tests. */
import fc, { type Arbitrary } from 'fast-check'
import type { HashDescription } from 'taxiway-hardware-hash'

const byte = fc.nat(0xff)
const word = fc.nat(0xffff)
const measure = fc.option(fc.nat(0xfffe))
const big = fc.oneof(fc.nat(), fc.maxSafeNat())
const text = fc
  .string({ unit: 'grapheme', maxLength: 14 })
  .filter((t) => !t.includes('\0') && t.isWellFormed())
const part = text.map((t) => t.replaceAll('|', '/'))
const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((b) => Buffer.from(b).toString('hex'))
const tristate = fc.constantFrom(true, false, null)
const version = fc.tuple(word, word, word, word).map((parts) => parts.join('.'))
const code = (max: number, ...names: string[]) =>
  fc.oneof(
    fc.constantFrom(...names),
    fc.integer({ min: max - 20, max }).map((n) => `#${n}`),
  )

const architecture = code(0xff, 'x86', 'x64', 'ARM64')
const diskSerial = fc
  .record({ serialNumber: part, product: fc.option(part), vendor: fc.option(text) })
  .map((serial) => (serial.product === null ? { ...serial, vendor: null } : serial))

const entries: { [K in keyof HashDescription]-?: Arbitrary<NonNullable<HashDescription[K]>> } = {
  header: fc.record({
    toolBuild: version,
    osBuild: version,
    osSystemTime: fc.nat(0xffffffff).map(timeAfter2000),
    utcOffsetMinutes: fc.integer({ min: -128, max: 127 }).map((quarters) => quarters * 15),
    osType: code(0xff, 'WinPE', 'FullOS'),
    architecture,
    toolVersion: byte,
  }),
  processor: fc.record({
    architecture,
    packages: word,
    cores: word,
    threads: word,
    hyperThreading: fc.boolean(),
  }),
  coreClasses: list(fc.record({ efficiencyClass: byte, cores: word, threads: word })),
  memory: fc.record({
    totalGb: big,
    maximumCapacityGb: big,
    slots: word,
    arrays: word,
    errorCorrection: code(0xff, 'None', 'MultiBitECC', 'CRC'),
  }),
  processorManufacturer: text,
  processorModel: text.filter((t) => Buffer.byteLength(t) <= 48),
  disks: list(
    fc.record({
      capacityGb: big,
      busType: code(0xffff, 'NVMe', 'SATA'),
      seekPenalty: tristate,
      trim: tristate,
    }),
  ),
  diskSerials: list(diskSerial),
  networkAdapters: list(
    fc.record({
      medium: code(0xffffffff, 'Native802.11', '802.3', 'Bluetooth'),
      macAddress: hex(6).map((h) => (h.toUpperCase().match(/../g) ?? []).join(':')),
      bus: text,
    }),
  ),
  internalDisplay: fc.record({
    widthMm: measure,
    heightMm: measure,
    horizontalPixels: measure,
    verticalPixels: measure,
    outputTechnology: code(0xfffffff0, 'Internal', 'None', 'HDMI'),
  }),
  displaySize: fc.record({ widthCm: measure, heightCm: measure }),
  enclosure: fc.record({
    chassisType: code(0xff, 'Notebook', 'Tablet'),
    powerRole: code(0xff, 'Mobile', 'Slate'),
    opticalDrive: byte,
    digitizers: fc.subarray(['IntegratedTouch', 'ExternalPen', '#4', 'MultiInput', 'Ready']),
    maximumTouchPoints: byte,
  }),
  tpmVersion: text,
  ekPublicModulus: fc.constantFrom(128, 256, 384).chain(hex),
  offlineDeviceId: fc.record({
    status: fc.nat(0xffffffff),
    idType: code(0xff, 'TPM_EK', 'UEFI_VARIABLE_TPM', '#3'),
    flag: byte,
    id: fc.integer({ min: 0, max: 40 }).chain(hex),
  }),
  smbiosUuid: hex(16).map((h) => h.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')),
  serialNumber: text,
  firmwareVendor: text,
  manufacturer: text,
  model: text,
  skuNumber: text,
  systemFamily: text,
  systemVersion: text,
  boardManufacturer: text,
  boardProduct: text,
  boardVersion: text,
  productKeyId: text,
  productKeyPartNumber: text,
  kernelDiskSerial: diskSerial,
  videoMemory: list(
    fc.record({
      dedicatedVideoBytes: big,
      dedicatedSystemBytes: big,
      removalPolicy: byte,
      inLocalMachineContainer: byte,
    }),
  ),
  videoAdapters: list(fc.record({ maker: part, model: fc.option(text) })),
  unexplained35: fc.record({ first: byte, second: word }),
  locale: text,
  activationId: fc.record({
    classCounts: fc.array(word, { minLength: 10, maxLength: 10 }),
    digests: fc.array(word, { minLength: 2, maxLength: 15 }),
  }),
  other: list(
    fc.record({ type: fc.integer({ min: 38, max: 0xffff }), payload: fc.nat(12).chain(hex) }),
  ),
}

/** Descriptions with any of the keys present, small enough to fit. */
export const arbitraryDescription: Arbitrary<HashDescription> = fc.record(entries, {
  requiredKeys: [],
})

/** A list key that is present holds something: an empty list leaves no record behind. */
function list<T>(item: Arbitrary<T>): Arbitrary<T[]> {
  return fc.array(item, { minLength: 1, maxLength: 3 })
}

function timeAfter2000(seconds: number): string {
  return new Date(Date.UTC(2000, 0, 1) + seconds * 1000).toISOString().replace('.000Z', 'Z')
}
