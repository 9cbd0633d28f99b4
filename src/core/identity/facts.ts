/**
 * The parts of a hash that identify a device, without anything that varies between captures.
 *
 * Only normalised and meaningful values are kept; discarded ones are named in `junk`, so that a verdict can explain
 * why a field did not count. Lists are sorted and bounded: their order in the hash means nothing, and a forged hash
 * must not name a thousand devices.
 */
import {
  type DecodedHash,
  isLocalMac,
  isRemovable,
  type NetworkAdapter,
} from 'taxiway-hardware-hash'
import type { DenyList } from './deny-list.ts'
import { normalised, type ValueKind } from './normalise.ts'

/** What hashes are compared by. `lan` is a port on the board, `card` Wi-Fi, Bluetooth or a mobile network. */
export type FactField =
  | 'ek'
  | 'uuid'
  | 'serial'
  | 'productKeyId'
  | 'lan'
  | 'offlineId'
  | 'disk'
  | 'card'
  | 'virtualMac'
  | 'model'
  | 'cpu'

type Junk = { readonly field: FactField | 'manufacturer'; readonly value: string }

/** Plain data; null and empty mean that the hash says nothing, or nothing of value. */
export type IdentityFacts = {
  /** SHA-256 of the TPM's endorsement key, lower-case hex. */
  readonly ekDigest: string | null
  /** The SMBIOS UUID in the smaller of its two byte orders, so that both orders give the same value. */
  readonly uuid: string | null
  readonly productKeyId: string | null
  readonly manufacturer: string | null
  readonly serial: string | null
  /** Record 11 of a machine without a TPM key, as `TYPE:hex`; how it is made is inferred. */
  readonly offlineId: string | null
  readonly onboardMacs: readonly string[]
  /** Ports that a hypervisor or a person made up: on VMBUS, or locally administered. */
  readonly virtualMacs: readonly string[]
  readonly disks: readonly string[]
  /** One address per card: a Bluetooth address four above a Wi-Fi address belongs to the same card. */
  readonly cardMacs: readonly string[]
  /** Adapters that can be unplugged. Never compared: a dock can be on any desk. */
  readonly usbMacs: readonly string[]
  readonly model: string | null
  readonly board: string | null
  readonly sku: string | null
  readonly cpu: string | null
  readonly junk: readonly Junk[]
}

/** The maximum number of values in one list of a hash. */
const maxValues = 8

/** The facts of `hash`, filtered by the deny list `deny`. */
export function factsOf(hash: DecodedHash, deny: DenyList): IdentityFacts {
  const sieve = new Sieve(deny)
  const tpm = hash.tpm
  return {
    ekDigest: sieve.keep('ek', 'ek', tpm?.ekDigest),
    uuid: sieve.keep('uuid', 'uuid', hash.smbiosUuid),
    productKeyId: sieve.productKeyId(hash.productKeyId),
    manufacturer: sieve.keep('manufacturer', 'name', hash.manufacturer),
    serial: sieve.keep('serial', 'serial', hash.serialNumber),
    offlineId: sieve.keep('offlineId', 'offlineId', offlineIdOf(hash)),
    ...networkOf(hash.networkAdapters, sieve),
    disks: list(
      hash.disks.map((disk) =>
        isUnpluggable(disk) ? null : sieve.keep('disk', 'disk', disk.serialNumber),
      ),
    ),
    model: sieve.keep('model', 'name', hash.model),
    board: sieve.keep('model', 'name', hash.all('boardProduct')[0]),
    sku: sieve.keep('model', 'name', hash.skuNumber),
    cpu: sieve.keep('cpu', 'name', hash.all('processorModel')[0]),
    junk: sieve.junk.toSorted(byFieldAndValue),
  }
}

/** Normalises values and records which of them were discarded. */
class Sieve {
  readonly junk: Junk[] = []
  readonly #deny: DenyList

  constructor(deny: DenyList) {
    this.#deny = deny
  }

  keep(field: Junk['field'], kind: ValueKind, text: string | null | undefined): string | null {
    const value = text === null || text === undefined ? '' : normalised(kind, text)
    if (value === '') return null
    return this.#deny.denies(kind, value) ? this.reject(field, value) : value
  }

  reject(field: Junk['field'], value: string): null {
    this.junk.push({ field, value: value.slice(0, 64) })
    return null
  }

  /** Thirteen digits, or nothing. [verified 6/6] */
  productKeyId(text: string | null): string | null {
    const value = this.keep('productKeyId', 'productKeyId', text)
    return value === null || /^\d{13}$/.test(value) ? value : this.reject('productKeyId', value)
  }
}

function byFieldAndValue(a: Junk, b: Junk): number {
  const [left, right] = [`${a.field} ${a.value}`, `${b.field} ${b.value}`]
  return left < right ? -1 : Number(left > right)
}

/** With `TPM_EK` the id repeats the TPM's key and adds nothing. */
function offlineIdOf(hash: DecodedHash): string | null {
  const id = hash.all('offlineDeviceId')[0]
  if (id === undefined || id.status !== 0 || id.idType === 'TPM_EK') return null
  return `${id.idType}:${id.id}`
}

/** A USB stick from which many machines were installed must not make them one. */
function isUnpluggable({ busType }: { readonly busType: string | null }): boolean {
  return busType === 'USB'
}

type Network = Pick<IdentityFacts, 'onboardMacs' | 'virtualMacs' | 'cardMacs' | 'usbMacs'>
type AdapterPlace = 'lan' | 'virtualMac' | 'card' | 'usb'

function networkOf(adapters: readonly NetworkAdapter[], sieve: Sieve): Network {
  const found: Record<AdapterPlace, string[]> = { lan: [], virtualMac: [], card: [], usb: [] }
  const bluetooth: string[] = []
  for (const adapter of adapters) {
    const place = placeOf(adapter)
    const address = addressOf(adapter, place, sieve)
    if (address === null) continue
    const isBluetooth = place === 'card' && adapter.medium === 'Bluetooth'
    if (isBluetooth) bluetooth.push(address)
    else found[place].push(address)
  }
  const wifi = new Set(found.card.map((address) => numberOf(address) + 4))
  const cards = [...found.card, ...bluetooth.filter((address) => !wifi.has(numberOf(address)))]
  return {
    onboardMacs: list(found.lan),
    virtualMacs: list(found.virtualMac),
    cardMacs: list(cards),
    usbMacs: list(found.usb),
  }
}

function placeOf(adapter: NetworkAdapter): AdapterPlace {
  if (isRemovable(adapter)) return 'usb'
  const isWired = adapter.medium === '802.3' || adapter.medium === 'Unspecified'
  if (!isWired || adapter.bus === 'BTH') return 'card'
  return adapter.bus === 'VMBUS' || isLocalMac(adapter.macAddress) ? 'virtualMac' : 'lan'
}

/** Null for an address that belongs to no single card: denied, multicast, or locally administered on a card. */
function addressOf(adapter: NetworkAdapter, place: AdapterPlace, sieve: Sieve): string | null {
  if (place === 'usb') return adapter.macAddress
  const address = sieve.keep(place, 'mac', adapter.macAddress)
  if (address === null) return null
  const isMulticast = (Number.parseInt(address.slice(0, 2), 16) & 1) === 1
  const isRandomised = place === 'card' && isLocalMac(address)
  return isMulticast || isRandomised ? sieve.reject(place, address) : address
}

const numberOf = (address: string): number => Number.parseInt(address.replaceAll(':', ''), 16)

function list(values: readonly (string | null)[]): readonly string[] {
  const worth = values.filter((value) => value !== null)
  return worth.length < 2 ? worth : [...new Set(worth)].sort().slice(0, maxValues)
}
