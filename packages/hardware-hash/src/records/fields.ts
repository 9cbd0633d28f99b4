/**
 * What a hardware hash says, as types: one type per record, one key per record in `HashDescription`.
 *
 * Every value is lossless, so that writing what was read gives the same bytes. A code without a
 * known name reads as `#` and its number, and what the tool marks as unknown reads as null.
 */

/** Record 1: the tool that made the hash, and when. */
export type Header = {
  /** Four parts, e.g. `10.0.26100.7705`. */
  readonly toolBuild: string
  /** Build of the running Windows; may be newer than the tool's. */
  readonly osBuild: string
  /** UTC to the second, `YYYY-MM-DDTHH:MM:SSZ`, as the machine's clock had it. */
  readonly osSystemTime: string
  /** Minutes east of UTC, in quarter hours; 1800 (`+30:00`) when the tool did not know its zone. */
  readonly utcOffsetMinutes: number
  /** `WinPE` or `FullOS`. */
  readonly osType: string
  /** `x86`, `x64`, `ARM64`. */
  readonly architecture: string
  /** Version of the record set, 3 to 9 in known hashes. */
  readonly toolVersion: number
}

/** Record 2: counts over the whole machine. */
export type Processor = {
  readonly architecture: string
  readonly packages: number
  readonly cores: number
  readonly threads: number
  readonly hyperThreading: boolean
}

/** One entry of record 34: a kind of core of a hybrid processor. */
export type CoreClass = {
  /** 0 is the thriftiest kind. */
  readonly efficiencyClass: number
  readonly cores: number
  readonly threads: number
}

/** Record 5: sizes in GB (2^30 bytes); firmware may report 0 for what it does not know. */
export type Memory = {
  readonly totalGb: number
  readonly maximumCapacityGb: number
  readonly slots: number
  readonly arrays: number
  /** SMBIOS name, e.g. `None`, `MultiBitECC`. */
  readonly errorCorrection: string
}

/** Record 6. */
export type Disk = {
  /** Decimal GB (10^9 bytes), truncated. */
  readonly capacityGb: number
  /** Windows bus name, e.g. `NVMe`, `SATA`. */
  readonly busType: string
  /** True for spinning disks; null when Windows does not know. */
  readonly seekPenalty: boolean | null
  readonly trim: boolean | null
}

/** Records 7 and 28: parts of one text joined by `|`; null where the text has no such part. */
export type DiskSerial = {
  readonly serialNumber: string
  readonly product: string | null
  readonly vendor: string | null
}

/** Record 8. */
export type NetworkAdapter = {
  /** NDIS name, e.g. `Native802.11`, `Bluetooth`, `802.3`. */
  readonly medium: string
  /** Upper case with colons. */
  readonly macAddress: string
  /** Bus enumerator, e.g. `PCI`, `BTH`, `VMBUS`, `USB`. */
  readonly bus: string
}

/** Record 9: the built-in display; null where there is none. */
export type InternalDisplay = {
  readonly widthMm: number | null
  readonly heightMm: number | null
  readonly horizontalPixels: number | null
  readonly verticalPixels: number | null
  /** `Internal` for a built-in panel, `None` when there is no output. */
  readonly outputTechnology: string
}

/** Record 27: the display as its own identification data gives it; null where there is none. */
export type DisplaySize = { readonly widthCm: number | null; readonly heightCm: number | null }

/** Record 10. */
export type Enclosure = {
  /** SMBIOS name, e.g. `Notebook`. */
  readonly chassisType: string
  /** Windows' power platform role, e.g. `Mobile`. */
  readonly powerRole: string
  readonly opticalDrive: number
  /** Set bits by name, e.g. `IntegratedTouch`, `Ready`. */
  readonly digitizers: readonly string[]
  readonly maximumTouchPoints: number
}

/** Record 11: an identity that outlives the installed system. */
export type OfflineDeviceId = {
  readonly status: number
  /** `TPM_EK`, `UEFI_VARIABLE_TPM`, or `#3` on machines without a TPM. */
  readonly idType: string
  /** 0 with `TPM_EK`, else 1. */
  readonly flag: number
  /** Lower-case hex; with `TPM_EK` the SHA-256 of the key in record 25. */
  readonly id: string
}

/** Record 29: sizes in bytes. */
export type VideoMemory = {
  readonly dedicatedVideoBytes: number
  readonly dedicatedSystemBytes: number
  readonly removalPolicy: number
  readonly inLocalMachineContainer: number
}

/** Record 30; `model` is null when the text has no `|`. */
export type VideoAdapter = { readonly maker: string; readonly model: string | null }

/** Record 35, whose meaning nobody has published. */
export type Unexplained35 = { readonly first: number; readonly second: number }

/** Record 37, shaped like the fingerprint of Windows activation. */
export type ActivationId = {
  /** Ten counts, one per class of component. */
  readonly classCounts: readonly number[]
  /** 16-bit digests, two more than the sum of the counts. */
  readonly digests: readonly number[]
}

/** A record no published source knows, kept as it is. */
export type UnknownRecord = { readonly type: number; readonly payload: string }

/** Everything a hash can say. A missing key is a missing record. */
export type HashDescription = {
  readonly header?: Header
  readonly processor?: Processor
  readonly coreClasses?: readonly CoreClass[]
  readonly memory?: Memory
  readonly processorManufacturer?: string
  /** Blanks kept; the tool pads it to 48 bytes except on ARM64. */
  readonly processorModel?: string
  readonly disks?: readonly Disk[]
  readonly diskSerials?: readonly DiskSerial[]
  readonly networkAdapters?: readonly NetworkAdapter[]
  readonly internalDisplay?: InternalDisplay
  readonly displaySize?: DisplaySize
  readonly enclosure?: Enclosure
  readonly tpmVersion?: string
  /** The modulus of the TPM's RSA endorsement key, lower-case hex. */
  readonly ekPublicModulus?: string
  readonly offlineDeviceId?: OfflineDeviceId
  /** Lower case, canonical order (the first three groups are little-endian in the record). */
  readonly smbiosUuid?: string
  readonly serialNumber?: string
  readonly firmwareVendor?: string
  readonly manufacturer?: string
  readonly model?: string
  readonly skuNumber?: string
  readonly systemFamily?: string
  readonly systemVersion?: string
  readonly boardManufacturer?: string
  readonly boardProduct?: string
  readonly boardVersion?: string
  /** Thirteen digits. */
  readonly productKeyId?: string
  readonly productKeyPartNumber?: string
  /** The disk serial as the kernel reports it; present where records 6 and 7 are missing. */
  readonly kernelDiskSerial?: DiskSerial
  readonly videoMemory?: readonly VideoMemory[]
  readonly videoAdapters?: readonly VideoAdapter[]
  readonly unexplained35?: Unexplained35
  readonly locale?: string
  readonly activationId?: ActivationId
  /** Records of unknown type, and known ones that could not be read, as raw bytes in hex. */
  readonly other?: readonly UnknownRecord[]
}
