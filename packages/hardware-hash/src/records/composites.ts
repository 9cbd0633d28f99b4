/** Records of several fields, some with a count inside that says how long they are. */
import { fromHex, joined, readUtf16, toHex, u16, u32, writeUtf16 } from '../bytes.ts'
import * as names from './code-names.ts'
import type * as fields from './fields.ts'
import {
  byte,
  type Codec,
  coded,
  digitizerFlags,
  doubleWord,
  fixed,
  quadWord,
  word,
  wordOrNone,
  yesNo,
  yesNoUnknown,
} from './layout.ts'

export const processor = fixed<fields.Processor>(12, {
  architecture: [0, coded(word, names.architectures)],
  packages: [2, word],
  cores: [4, word],
  threads: [6, word],
  hyperThreading: [8, yesNo],
})

export const memory = fixed<fields.Memory>(21, {
  totalGb: [0, quadWord],
  maximumCapacityGb: [8, quadWord],
  slots: [16, word],
  arrays: [18, word],
  errorCorrection: [20, coded(byte, names.errorCorrections)],
})

export const disk = fixed<fields.Disk>(12, {
  capacityGb: [0, quadWord],
  busType: [8, coded(word, names.storageBuses)],
  seekPenalty: [10, yesNoUnknown],
  trim: [11, yesNoUnknown],
})

export const internalDisplay = fixed<fields.InternalDisplay>(12, {
  widthMm: [0, wordOrNone],
  heightMm: [2, wordOrNone],
  horizontalPixels: [4, wordOrNone],
  verticalPixels: [6, wordOrNone],
  outputTechnology: [8, coded(doubleWord, names.outputTechnologies)],
})

export const displaySize = fixed<fields.DisplaySize>(4, {
  widthCm: [0, wordOrNone],
  heightCm: [2, wordOrNone],
})

export const enclosure = fixed<fields.Enclosure>(5, {
  chassisType: [0, coded(byte, names.chassisTypes)],
  powerRole: [1, coded(byte, names.powerRoles)],
  opticalDrive: [2, byte],
  digitizers: [3, digitizerFlags],
  maximumTouchPoints: [4, byte],
})

export const videoMemory = fixed<fields.VideoMemory>(18, {
  dedicatedVideoBytes: [0, quadWord],
  dedicatedSystemBytes: [8, quadWord],
  removalPolicy: [16, byte],
  inLocalMachineContainer: [17, byte],
})

export const unexplained35 = fixed<fields.Unexplained35>(3, { first: [0, byte], second: [1, word] })

const adapterHead = fixed<{ medium: string }>(14, {
  medium: [0, coded(doubleWord, names.physicalMedia)],
})

/** Medium, six bytes of address, length of the bus name, bus name in UTF-16 with a NUL. */
export const networkAdapter: Codec<fields.NetworkAdapter> = {
  read: (payload) => {
    const head = adapterHead.read(payload)
    const size = u32(payload, 10)
    if (head === null || size % 2 === 1 || 14 + size > payload.length) return null
    return {
      ...head,
      macAddress: macText(payload),
      bus: readUtf16(payload.subarray(14, 14 + size)).split('\0')[0] ?? '',
    }
  },
  write: ({ medium, macAddress, bus }) => {
    const head = adapterHead.write({ medium })
    const address = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(macAddress)
    if (head === null || !address || bus.includes('\0') || !bus.isWellFormed()) return null
    const name = writeUtf16(`${bus}\0`)
    head.set(fromHex(macAddress.replaceAll(':', '')) ?? [], 4)
    new DataView(head.buffer).setUint32(10, name.length, true)
    return joined([head, name])
  },
}

/** Six bytes from the fourth on. */
function macText(payload: Uint8Array): string {
  const hex = toHex(payload.subarray(4, 10)).toUpperCase()
  let text = hex.slice(0, 2)
  for (let at = 2; at < 12; at += 2) text += `:${hex.slice(at, at + 2)}`
  return text
}

const idHead = fixed<Omit<fields.OfflineDeviceId, 'id'>>(10, {
  status: [0, doubleWord],
  idType: [4, coded(byte, names.offlineIdTypes)],
  flag: [5, byte],
})

export const offlineDeviceId: Codec<fields.OfflineDeviceId> = {
  read: (payload) => {
    const head = idHead.read(payload)
    const size = u32(payload, 6)
    if (head === null || 10 + size > payload.length) return null
    return { ...head, id: toHex(payload.subarray(10, 10 + size)) }
  },
  write: (value) => {
    const head = idHead.write(value)
    const id = fromHex(value.id)
    if (head === null || id === null) return null
    new DataView(head.buffer).setUint32(6, id.length, true)
    return joined([head, id])
  },
}

const coreClass = fixed<fields.CoreClass>(5, {
  efficiencyClass: [0, byte],
  cores: [1, word],
  threads: [3, word],
})

/** A count in one byte, then that many classes of five bytes. */
export const coreClasses: Codec<readonly fields.CoreClass[]> = {
  read: (payload) => {
    const count = payload[0] ?? 0
    if (payload.length < 1 + 5 * count) return null
    const classes = Array.from({ length: count }, (_, i) =>
      coreClass.read(payload.subarray(1 + 5 * i)),
    )
    return classes.filter((each) => each !== null)
  },
  write: (classes) => {
    const written = classes.map(coreClass.write).filter((each) => each !== null)
    if (written.length < classes.length || classes.length > 255) return null
    return joined([Uint8Array.of(classes.length), ...written])
  },
}

const classesOfActivation = 10

/** Its size twice, ten counts, then digests: two more than the counts' sum. */
export const activationId: Codec<fields.ActivationId> = {
  read: (payload) => {
    const size = u32(payload, 0)
    const end = 4 + size
    if (size < 24 || end > payload.length || u32(payload, 4) !== size || size % 2 === 1) return null
    const words = Array.from({ length: (end - 8) / 2 }, (_, i) => u16(payload, 8 + 2 * i))
    return {
      classCounts: words.slice(0, classesOfActivation),
      digests: words.slice(classesOfActivation),
    }
  },
  write: ({ classCounts, digests }) => {
    if (classCounts.length !== classesOfActivation) return null
    const words = [...classCounts, ...digests]
    const bytes = new Uint8Array(8 + 2 * words.length)
    const view = new DataView(bytes.buffer)
    view.setUint32(0, bytes.length - 4, true)
    view.setUint32(4, bytes.length - 4, true)
    return words.every((value, i) => word.write(view, 8 + 2 * i, value)) ? bytes : null
  },
}
