/** What all simulated machines of a shape share: chassis, processor, memory, disk, display, Windows. */
import type { HashDescription, NetworkAdapter } from '../records/fields.ts'
import { addressAfter, addressUnder, asOnlyDisk, nvmeDisk, productKeyIdOf } from './parts.ts'
import type { Random } from './random.ts'

type OneOf<T> = readonly [T, ...T[]]
type ProcessorModel = readonly [model: string, cores: number, threads: number]

const notebookProcessors: OneOf<ProcessorModel> = [
  ['Intel(R) Core(TM) Ultra 5 225U', 12, 14],
  ['13th Gen Intel(R) Core(TM) i5-1335U', 10, 12],
  ['13th Gen Intel(R) Core(TM) i7-1355U', 10, 12],
  ['11th Gen Intel(R) Core(TM) i5-1145G7 @ 2.60GHz', 4, 8],
]

const panels: OneOf<readonly [mm: number, mmHigh: number, pixels: number, pixelsHigh: number]> = [
  [302, 188, 1920, 1200],
  [309, 174, 1920, 1080],
  [344, 194, 1920, 1080],
]

const toolBuilds: OneOf<readonly [build: string, version: number]> = [
  ['10.0.26100.7705', 9],
  ['10.0.26100.3323', 9],
  ['10.0.22621.2506', 8],
]

const wifiBlocks: OneOf<string> = ['F4:4E:E3', '80:E4:BA', 'A0:59:50', 'DC:1B:A1', '4C:5F:70']
const lanBlocks: OneOf<string> = ['30:24:A9', '50:81:40', 'C8:53:09', '08:97:98']

/** Captures lie between these: after the newest build above, and always in the past. */
const firstCapture = Date.UTC(2026, 0, 5)
const captureDays = 200

/** A notebook with its panel, its disk and current Windows. */
export function notebook(random: Random): HashDescription {
  const [widthMm, heightMm, horizontalPixels, verticalPixels] = random.pick(panels)
  return {
    ...windows(random),
    ...machine(random.pick(notebookProcessors), random.pick([16, 32])),
    ...asOnlyDisk(nvmeDisk(random)),
    internalDisplay: {
      widthMm,
      heightMm,
      horizontalPixels,
      verticalPixels,
      outputTechnology: 'Internal',
    },
    displaySize: { widthCm: Math.round(widthMm / 10), heightCm: Math.round(heightMm / 10) },
    enclosure: {
      chassisType: 'Notebook',
      powerRole: 'Mobile',
      opticalDrive: 0,
      digitizers: [],
      maximumTouchPoints: 0,
    },
    ...video(134_217_728, 'Intel Corporation', 'Intel(R) Graphics'),
  }
}

/** A desktop with a graphics card. */
export function desktop(random: Random): HashDescription {
  return {
    ...windows(random),
    ...machine(['AMD Ryzen 5 5600 6-Core Processor', 6, 12], random.pick([16, 32])),
    ...asOnlyDisk(nvmeDisk(random)),
    ...noDisplay,
    enclosure: {
      chassisType: 'Desktop',
      powerRole: 'Desktop',
      opticalDrive: 0,
      digitizers: [],
      maximumTouchPoints: 0,
    },
    ...video(4_294_967_296, 'NVIDIA', 'NVIDIA GeForce GTX 1650'),
  }
}

/** A guest of a hypervisor, without disk, network or TPM records. */
export function guest(random: Random): HashDescription {
  return {
    ...windows(random),
    ...machine(['Intel(R) Xeon(R) Gold 6430', 2, 2], random.pick([4, 8, 16])),
    ...noDisplay,
    enclosure: {
      chassisType: 'Other',
      powerRole: 'Desktop',
      opticalDrive: 1,
      digitizers: [],
      maximumTouchPoints: 0,
    },
    ...video(0, '(Standard display types)', 'Microsoft Basic Display Adapter'),
  }
}

export type SystemNames = { manufacturer: string; model: string; family: string; firmware: string }

export function system({ manufacturer, model, family, firmware }: SystemNames): HashDescription {
  return { manufacturer, model, systemFamily: family, firmwareVendor: firmware }
}

export function board(maker: string, product: string, version: string): HashDescription {
  return { boardManufacturer: maker, boardProduct: product, boardVersion: version }
}

/** A Windows key from the factory: the group of digits that goes with a part number. */
export function productKey(group: '3305' | '3556', random: Random): HashDescription {
  const productKeyPartNumber = group === '3305' ? '[TH]X19-99481' : '[TH]res-v3556'
  return { productKeyId: productKeyIdOf(group, random), productKeyPartNumber }
}

/** Wi-Fi and Bluetooth of one card, whose addresses lie four apart. */
export function wirelessCard(random: Random): readonly [NetworkAdapter, NetworkAdapter] {
  const macAddress = addressUnder(random.pick(wifiBlocks), random)
  return [
    { medium: 'Native802.11', macAddress, bus: 'PCI' },
    { medium: 'Bluetooth', macAddress: addressAfter(macAddress, 4), bus: 'BTH' },
  ]
}

/** A port on the system board. */
export function lanPort(random: Random): NetworkAdapter {
  return { medium: '802.3', macAddress: addressUnder(random.pick(lanBlocks), random), bus: 'PCI' }
}

const noDisplay: HashDescription = {
  internalDisplay: {
    widthMm: null,
    heightMm: null,
    horizontalPixels: null,
    verticalPixels: null,
    outputTechnology: 'None',
  },
  displaySize: { widthCm: null, heightCm: null },
}

function windows(random: Random): HashDescription {
  const [toolBuild, toolVersion] = random.pick(toolBuilds)
  const time = new Date(firstCapture + random.below(captureDays * 86_400) * 1000)
  return {
    header: {
      toolBuild,
      osBuild: '10.0.26100.7840',
      osSystemTime: time.toISOString().replace('.000Z', 'Z'),
      utcOffsetMinutes: random.pick([-480, -300, 0, 60, 120]),
      osType: 'FullOS',
      architecture: 'x64',
      toolVersion,
    },
  }
}

function machine(
  [processorModel, cores, threads]: ProcessorModel,
  totalGb: number,
): HashDescription {
  const counts = { architecture: 'x64', packages: 1, cores, threads }
  return {
    processor: { ...counts, hyperThreading: threads > cores },
    processorManufacturer: processorModel.startsWith('AMD') ? 'AuthenticAMD' : 'GenuineIntel',
    processorModel,
    memory: { totalGb, maximumCapacityGb: 64, slots: 2, arrays: 1, errorCorrection: 'None' },
  }
}

function video(dedicatedVideoBytes: number, maker: string, model: string): HashDescription {
  const common = { dedicatedSystemBytes: 0, removalPolicy: 1, inLocalMachineContainer: 1 }
  return { videoMemory: [{ dedicatedVideoBytes, ...common }], videoAdapters: [{ maker, model }] }
}
