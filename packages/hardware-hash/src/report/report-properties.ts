/**
 * A hash as the list of named properties that Microsoft's tool prints.
 *
 * Names and the order of the first part are those of real output; names that only public scripts or
 * a decoder mention follow. Names repeat (one `MacAddress` per adapter), so this is a list, no map.
 */

import type { DecodedHash } from '../decoded-hash.ts'
import { chassisTypes, codeOf, powerRoles } from '../records/code-names.ts'
import type { Header } from '../records/fields.ts'

export type ReportProperty = { readonly name: string; readonly value: string }

type Entry = readonly [name: string, value: string | number | boolean | null | undefined]

/** What is absent from the hash is absent from the list. */
export function reportProperties(hash: DecodedHash): readonly ReportProperty[] {
  return [
    ...captureEntries(hash),
    ...processorEntries(hash),
    ...systemEntries(hash),
    ...enclosureEntries(hash),
    ...diskEntries(hash),
    ...displayEntries(hash),
    ...adapterEntries(hash),
    ...identityEntries(hash),
    ...videoEntries(hash),
  ].flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [{ name, value: String(value) }],
  )
}

function captureEntries(hash: DecodedHash): readonly Entry[] {
  const header = hash.all('header')[0]
  if (header === undefined) return []
  return [
    ['ToolVersion', header.toolVersion],
    ['HardwareInventoryVersion', 0x80 + header.toolVersion],
    ['ToolBuild', header.toolBuild],
    ['OSType', header.osType],
    ['OsCpuArchitecture', header.architecture],
    ['OsBuild', header.osBuild],
    ['OsSystemTime', header.osSystemTime],
    ['OsLocalTime', localTime(header)],
  ]
}

function processorEntries(hash: DecodedHash): readonly Entry[] {
  const processor = hash.all('processor')[0]
  const memory = hash.all('memory')[0]
  return [
    ['ProcessorManufacturer', hash.all('processorManufacturer')[0]],
    ['ProcessorModel', hash.all('processorModel')[0]],
    ['ProcessorPackages', processor?.packages],
    ['ProcessorThreads', processor?.threads],
    ['ProcessorCores', processor?.cores],
    ['ProcessorHyperThreading', processor?.hyperThreading],
    ['SmbiosRamArrayCount', memory?.arrays],
    ['SmbiosRamSlots', memory?.slots],
    ['SmbiosRamErrorCorrection', memory?.errorCorrection],
    ['SmbiosRamMaximumCapacity', memory?.maximumCapacityGb],
    ['TotalPhysicalRAM', memory?.totalGb],
  ]
}

function systemEntries(hash: DecodedHash): readonly Entry[] {
  return [
    ['SmbiosFirmwareVendor', hash.all('firmwareVendor')[0]],
    ['SmbiosSystemManufacturer', hash.manufacturer],
    ['SmbiosSystemProductName', hash.model],
    ['SmbiosSystemSerialNumber', hash.serialNumber],
    ['SmbiosUuid', hash.smbiosUuid],
    ['SmbiosSystemFamily', hash.systemFamily],
    ['SmbiosSkuNumber', hash.skuNumber],
    ['SmbiosBoardProduct', hash.all('boardProduct')[0]],
    ['SmbiosBoardVersion', hash.all('boardVersion')[0]],
    ['SmbiosSystemVersion', hash.all('systemVersion')[0]],
  ]
}

function enclosureEntries(hash: DecodedHash): readonly Entry[] {
  const enclosure = hash.all('enclosure')[0]
  if (enclosure === undefined) return []
  const chassis = (codeOf(chassisTypes, enclosure.chassisType) ?? 0)
    .toString(16)
    .toUpperCase()
    .padStart(2, '0')
  return [
    ['ChassisType', `0x${chassis}`],
    ['PowerPlatformRole', codeOf(powerRoles, enclosure.powerRole)],
    ['DigitizerSupportID', enclosure.digitizers.join(', ')],
  ]
}

function diskEntries(hash: DecodedHash): readonly Entry[] {
  const disk = hash.all('disks')[0]
  return [
    ['PrimaryDiskType', disk && diskType(disk)],
    ['PrimaryDiskTotalCapacity', disk?.capacityGb],
    ...hash.all('disks').map(({ busType }): Entry => ['StorageBusType', busType]),
    ...hash.all('diskSerials').map((each): Entry => ['DiskSerialNumber', diskText(each)]),
    ...hash.all('kernelDiskSerial').map((each): Entry => ['DiskSSNKernel', diskText(each)]),
  ]
}

/** A trailing blank in one name: a public script that reads the tool's output asks for it so. */
function displayEntries(hash: DecodedHash): readonly Entry[] {
  const display = hash.all('internalDisplay')[0]
  return [
    ['DisplayResolutionHorizontal', display?.horizontalPixels],
    ['DisplayResolutionVertical', display?.verticalPixels],
    ['DisplaySizePhysicalH', display?.widthMm],
    ['DisplaySizePhysicalY ', display?.heightMm],
  ]
}

function adapterEntries({ networkAdapters }: DecodedHash): readonly Entry[] {
  return networkAdapters.flatMap(({ medium, macAddress }): readonly Entry[] => [
    ['PhysicalMedium', medium],
    ['MacAddress', macAddress],
  ])
}

function identityEntries(hash: DecodedHash): readonly Entry[] {
  const id = hash.all('offlineDeviceId')[0]
  return [
    ['ProductKeyID', hash.productKeyId],
    ['ProductKeyPkPn', hash.all('productKeyPartNumber')[0]],
    ['TPMVersion', hash.tpm?.version],
    ['TpmEkPub', hash.tpm?.ekPublicModulus],
    ['OfflineDeviceId', id?.id],
    ['OfflineDeviceIdType', id?.idType],
  ]
}

function videoEntries(hash: DecodedHash): readonly Entry[] {
  return [
    ...hash
      .all('videoAdapters')
      .map((each): Entry => ['VideoAdapter', textOf([each.maker, each.model])]),
    ...hash.all('videoMemory').flatMap((each): readonly Entry[] => [
      ['DedicatedVideoMemory', each.dedicatedVideoBytes],
      ['DedicatedSystemMemory', each.dedicatedSystemBytes],
    ]),
  ]
}

type Parts = {
  readonly serialNumber: string
  readonly product: string | null
  readonly vendor: string | null
}

const diskText = ({ serialNumber, product, vendor }: Parts): string =>
  textOf([serialNumber, product, vendor])

const textOf = (parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null).join('|')

/** The words public validations expect, as far as the record can tell them apart. */
function diskType({
  busType,
  seekPenalty,
}: {
  busType: string
  seekPenalty: boolean | null
}): string {
  if (!['ATA', 'SATA'].includes(busType) || seekPenalty === null) return busType
  return seekPenalty ? 'HDD' : 'SSD'
}

function localTime({ osSystemTime, utcOffsetMinutes }: Header): string {
  const shifted = new Date(Date.parse(osSystemTime) + utcOffsetMinutes * 60_000)
  const size = Math.abs(utcOffsetMinutes)
  const two = (n: number) => String(n).padStart(2, '0')
  const sign = utcOffsetMinutes < 0 ? '-' : '+'
  return `${shifted.toISOString().slice(0, 19)}${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`
}
