/** Parts that simulated machines are built from and that life events exchange. */
import { fromHex, toHex } from '../bytes.ts'
import { sha256 } from '../digest/digest.ts'
import type { Disk, DiskSerial, HashDescription } from '../records/fields.ts'
import type { Random } from './random.ts'

const serialLetters = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ'

type DiskModel = readonly [product: string, capacityGb: number]

const solidStates: readonly [DiskModel, ...DiskModel[]] = [
  ['KBG6AZNV512G LA KIOXIA', 512],
  ['SAMSUNG MZVL4512HBLU-00BL7', 512],
  ['SAMSUNG MZVL21T0HCLR-00BH1', 1024],
  ['WD PC SN740 SDDPNQD-512G-2006', 512],
  ['SKHynix_HFS512GEJ9X125N', 512],
  ['MTFDKBA512QFM-1BD1AABHA', 512],
  ['INTEL SSDPEKKF256G7H', 256],
]

/** A disk as records 6 and 7 show it. */
export type DiskPart = { readonly disk: Disk; readonly serial: DiskSerial }

/** An NVMe disk with an identifier of its own. */
export function nvmeDisk(random: Random): DiskPart {
  const [product, capacityGb] = random.pick(solidStates)
  const groups = random.hex(16).toUpperCase().match(/.{4}/g) ?? []
  return {
    disk: { capacityGb, busType: 'NVMe', seekPenalty: false, trim: true },
    serial: { serialNumber: `${groups.join('_')}.`, product, vendor: '' },
  }
}

/** The three keys that name the system disk. */
export function asOnlyDisk({ disk, serial }: DiskPart): HashDescription {
  return { disks: [disk], diskSerials: [serial], kernelDiskSerial: serial }
}

/** A TPM's three keys; the device id follows from the key as the tool makes it. */
export function tpmWith(ekPublicModulus: string, tpmVersion: string): HashDescription {
  const id = sha256(fromHex(ekPublicModulus) ?? new Uint8Array())
  return {
    tpmVersion,
    ekPublicModulus,
    offlineDeviceId: { status: 0, idType: 'TPM_EK', flag: 0, id },
  }
}

/** What stands in the place of the TPM's keys when Windows finds no TPM. */
export function withoutTpm(random: Random): HashDescription {
  return { offlineDeviceId: { status: 0, idType: '#3', flag: 1, id: random.hex(32) } }
}

/**
 * 256 bytes in the shape of an RSA-2048 modulus: top bit set, odd. Nobody holds a private key to it;
 * finding real primes would take a thousand times longer than all the rest of a device.
 */
export function unkeyedModulus(random: Random): string {
  const bytes = random.bytes(256)
  bytes[0] = (bytes[0] ?? 0) | 0x80
  bytes[255] = (bytes[255] ?? 0) | 1
  return toHex(bytes)
}

export function firmwareOf(vendor: string, random: Random): string {
  const revision = random.pick(['1.38', '1.59'])
  const firmware = `${random.below(900_000)}.${random.below(300_000)}`
  return `TPM-Version:2.0 -Level:0-Revision:${revision}-VendorID:'${vendor}'-Firmware:${firmware}`
}

/** An address of the maker that owns the three bytes `prefix`. */
export function addressUnder(prefix: string, random: Random): string {
  return `${prefix}:${random
    .hex(3)
    .toUpperCase()
    .replace(/..(?!$)/g, '$&:')}`
}

/** The address `step` places after `macAddress`; Bluetooth on a combined card is four after Wi-Fi. */
export function addressAfter(macAddress: string, step: number): string {
  const value = (Number.parseInt(macAddress.replaceAll(':', ''), 16) + step) % 2 ** 48
  return value
    .toString(16)
    .toUpperCase()
    .padStart(12, '0')
    .replace(/..(?!$)/g, '$&:')
}

export function serialOf(length: number, random: Random): string {
  return random.text(length, serialLetters)
}

/** A random UUID of version 4. */
export function randomUuid(random: Random): string {
  return random.hex(16).replace(/^(.{8})(.{4}).(.{3}).(.{3})/, '$1-$2-4$3-8$4-')
}

/** Windows product key id: group, then nine digits. */
export function productKeyIdOf(group: string, random: Random): string {
  return group + random.text(9, '0123456789')
}
