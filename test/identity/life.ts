/** What happens to a machine between two captures, as changes of its hash. */
import {
  type DecodedHash,
  describeHardwareHash,
  type HashDescription,
  type LifeEvent,
  type NetworkAdapter,
  randomFrom,
  remakeHardwareHash,
} from 'taxiway-hardware-hash'
import { decoded, edited } from './machines.ts'

/** The hash after `events`. */
export function later(hash: DecodedHash, ...events: readonly LifeEvent[]): DecodedHash {
  return decoded(remakeHardwareHash(hash, events).bytes)
}

/** Another TPM key, and nothing else. */
export function withOtherKey(hash: DecodedHash): DecodedHash {
  const { ekPublicModulus, offlineDeviceId } = describeHardwareHash(
    later(hash, { event: 'board-replaced', reflashed: true }),
  )
  return edited(hash, { ekPublicModulus, offlineDeviceId })
}

/** The TPM key of `from`, with everything that the tool derives from it. */
export function withKeyOf(hash: DecodedHash, from: DecodedHash): DecodedHash {
  const { tpmVersion, ekPublicModulus, offlineDeviceId } = describeHardwareHash(from)
  return edited(hash, { tpmVersion, ekPublicModulus, offlineDeviceId })
}

/** With the disk of `from`. */
export function withDiskOf(hash: DecodedHash, from: DecodedHash): DecodedHash {
  const { disks, diskSerials, kernelDiskSerial } = describeHardwareHash(from)
  return edited(hash, { disks, diskSerials, kernelDiskSerial })
}

/** With the wireless card of `from`. */
export function withCardOf(hash: DecodedHash, from: DecodedHash): DecodedHash {
  const isCard = ({ medium }: NetworkAdapter) => !['802.3', 'Unspecified'].includes(medium)
  const cards = from.networkAdapters.filter(isCard)
  const own = hash.networkAdapters.filter((each) => !isCard(each))
  return edited(hash, { networkAdapters: listed([...own, ...cards]) })
}

/** Without any disk. */
export function withoutDisk(hash: DecodedHash): DecodedHash {
  return edited(hash, { disks: undefined, diskSerials: undefined, kernelDiskSerial: undefined })
}

/** The adapters in reverse order. */
export function withAdaptersReversed(hash: DecodedHash): DecodedHash {
  return edited(hash, { networkAdapters: listed(hash.networkAdapters.toReversed()) })
}

/** A copy of a guest that its host gave ids of its own; the disk and stored variables came along. */
export function clonedWithNewIds(hash: DecodedHash): DecodedHash {
  const random = randomFrom(`clone of ${hash.smbiosUuid}`)
  const address = (mac: string) =>
    `${mac.slice(0, 8)}:${random
      .hex(3)
      .toUpperCase()
      .replace(/..(?!$)/g, '$&:')}`
  return edited(hash, {
    smbiosUuid: random.hex(16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    ...(hash.serialNumber?.startsWith('SMBIOS')
      ? {}
      : { serialNumber: random.text(12, '0123456789') }),
    networkAdapters: listed(
      hash.networkAdapters.map((each) => ({ ...each, macAddress: address(each.macAddress) })),
    ),
  })
}

/** A list of no records is not a list. */
function listed(
  adapters: readonly NetworkAdapter[],
): HashDescription['networkAdapters'] | undefined {
  return adapters.length > 0 ? adapters : undefined
}
