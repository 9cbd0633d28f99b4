/**
 * The same machine later in its life: a hash with chosen events applied, as the tool would print it.
 *
 * What an event leaves open (a new disk's serial, a new key) is drawn by chance that depends only
 * on the hash and the event's place in the list, so a scenario is the same on every run.
 */
import { toHex } from '../bytes.ts'
import type { DecodedHash } from '../decoded-hash.ts'
import { describeHardwareHash, type EncodedHash, encodeHardwareHash } from '../encode.ts'
import type { HashDescription, NetworkAdapter } from '../records/fields.ts'
import {
  addressAfter,
  addressUnder,
  asOnlyDisk,
  firmwareOf,
  nvmeDisk,
  productKeyIdOf,
  randomUuid,
  serialOf,
  tpmWith,
  unkeyedModulus,
  withoutTpm,
} from './parts.ts'
import { type Random, randomFrom } from './random.ts'

export type LifeEvent =
  /** Captured again; `at` is ISO 8601 UTC to the second, absent means a day later. */
  | {
      readonly event: 'regenerated'
      readonly at?: string
      readonly toolBuild?: string
      readonly toolVersion?: number
    }
  | { readonly event: 'disk-swapped' }
  | { readonly event: 'memory-added'; readonly gb: number }
  | { readonly event: 'adapter-added'; readonly adapter?: NetworkAdapter }
  | { readonly event: 'wireless-card-replaced' }
  /** A dock with a network port; absent address means the dock's own. */
  | { readonly event: 'dock-attached'; readonly macAddress?: string }
  | { readonly event: 'dock-removed' }
  | { readonly event: 'tpm-hidden' }
  | { readonly event: 'firmware-updated' }
  /** A new system board; `reflashed` if the technician wrote the old serial and UUID onto it. */
  | {
      readonly event: 'board-replaced'
      readonly reflashed: boolean
      readonly ekPublicModulus?: string
    }
  | { readonly event: 'captured-in-winpe' }

/** The hash after `events`, in their order; throws `UnencodableHashError` when the result does not fit. */
export function remakeHardwareHash(hash: DecodedHash, events: readonly LifeEvent[]): EncodedHash {
  const identity = toHex(hash.bytes.subarray(0, hash.bytes.length / 4))
  const start = describeHardwareHash(hash)
  return encodeHardwareHash(
    events.reduce((now, event, i) => applied(now, event, randomFrom(`${i} ${identity}`)), start),
  )
}

/** What the one known capture in WinPE lacks, besides wireless adapters. */
const missingInWinPe = [
  'internalDisplay',
  'displaySize',
  'kernelDiskSerial',
  'productKeyPartNumber',
] as const

type Changes = { readonly [K in LifeEvent['event']]: Change<Extract<LifeEvent, { event: K }>> }
type Change<E> = (now: HashDescription, event: E, random: Random) => HashDescription

const changes: Changes = {
  regenerated: (now, { event: _, at, ...tool }) => ({
    ...now,
    ...withHeader(now, { osSystemTime: at ?? dayAfter(now), ...tool }),
  }),
  'disk-swapped': (now, _, random) => ({ ...now, ...asOnlyDisk(nvmeDisk(random)) }),
  'memory-added': (now, { gb }) =>
    now.memory === undefined
      ? now
      : { ...now, memory: { ...now.memory, totalGb: now.memory.totalGb + gb } },
  'adapter-added': (now, { adapter }, random) =>
    withAdapters(now, [...adaptersOf(now), adapter ?? usbAdapter(random)]),
  'wireless-card-replaced': (now, _, random) =>
    withAdapters(now, withNewCard(adaptersOf(now), random)),
  'dock-attached': (now, { macAddress }, random) => {
    const dock = usbAdapter(random)
    return withAdapters(now, [
      ...adaptersOf(now),
      { ...dock, macAddress: macAddress ?? dock.macAddress },
    ])
  },
  'dock-removed': (now) =>
    withAdapters(
      now,
      adaptersOf(now).filter(({ bus }) => bus !== 'USB'),
    ),
  'tpm-hidden': (now, _, random) => ({
    ...without(now, ['tpmVersion', 'ekPublicModulus']),
    ...withoutTpm(random),
  }),
  'firmware-updated': (now, _, random) => ({
    ...now,
    ...(now.tpmVersion === undefined
      ? {}
      : { tpmVersion: updatedFirmware(now.tpmVersion, random) }),
    ...(now.boardVersion?.startsWith('KBC')
      ? { boardVersion: `KBC Version ${random.text(2, '3456')}.1A.00` }
      : {}),
  }),
  'board-replaced': (now, event, random) => withNewBoard(now, event, random),
  'captured-in-winpe': (now) => ({
    ...withAdapters(
      without(now, missingInWinPe),
      adaptersOf(now).filter((each) => !isWireless(each)),
    ),
    ...withHeader(now, { osType: 'WinPE' }),
  }),
}

function applied(now: HashDescription, event: LifeEvent, random: Random): HashDescription {
  return (changes[event.event] as Change<LifeEvent>)(now, event, random)
}

/** Key, key id and LAN address are the new board's own; serial and UUID only if nobody re-flashed them. */
function withNewBoard(
  now: HashDescription,
  { reflashed, ekPublicModulus }: Extract<LifeEvent, { event: 'board-replaced' }>,
  random: Random,
): HashDescription {
  const key = ekPublicModulus ?? unkeyedModulus(random)
  const hasTpm = now.ekPublicModulus !== undefined
  const group = now.productKeyId?.slice(0, 4)
  const adapters = adaptersOf(now).map((adapter) =>
    adapter.bus === 'PCI' && !isWireless(adapter)
      ? { ...adapter, macAddress: addressUnder(adapter.macAddress.slice(0, 8), random) }
      : adapter,
  )
  return {
    ...withAdapters(now, adapters),
    ...(hasTpm ? tpmWith(key, now.tpmVersion ?? firmwareOf('NTC ', random)) : withoutTpm(random)),
    ...(group === undefined ? {} : { productKeyId: productKeyIdOf(group, random) }),
    ...(reflashed ? {} : { serialNumber: serialOf(10, random), smbiosUuid: randomUuid(random) }),
  }
}

/** Wi-Fi and Bluetooth of one card have neighbouring addresses. */
function withNewCard(
  adapters: readonly NetworkAdapter[],
  random: Random,
): readonly NetworkAdapter[] {
  const wifi = addressUnder('F4:4E:E3', random)
  return adapters.map((adapter) => {
    if (!isWireless(adapter)) return adapter
    return { ...adapter, macAddress: adapter.medium === 'Bluetooth' ? addressAfter(wifi, 4) : wifi }
  })
}

function updatedFirmware(tpmVersion: string, random: Random): string {
  return tpmVersion.replace(
    /Firmware:.*/,
    `Firmware:${458_800 + random.below(99)}.${random.below(300_000)}`,
  )
}

function usbAdapter(random: Random): NetworkAdapter {
  return { medium: '802.3', macAddress: addressUnder('00:E0:4C', random), bus: 'USB' }
}

function isWireless({ medium }: NetworkAdapter): boolean {
  return ['WirelessLan', 'Native802.11', 'Bluetooth', 'WirelessWan'].includes(medium)
}

const adaptersOf = (now: HashDescription): readonly NetworkAdapter[] => now.networkAdapters ?? []

function withAdapters(now: HashDescription, adapters: readonly NetworkAdapter[]): HashDescription {
  const rest = without(now, ['networkAdapters'])
  return adapters.length === 0 ? rest : { ...rest, networkAdapters: adapters }
}

function withHeader(
  now: HashDescription,
  changed: Partial<HashDescription['header']>,
): HashDescription {
  return now.header === undefined ? {} : { header: { ...now.header, ...changed } }
}

function dayAfter({ header }: HashDescription): string {
  const time = Date.parse(header?.osSystemTime ?? '2000-01-01T00:00:00Z')
  return new Date(time + 86_400_000).toISOString().replace('.000Z', 'Z')
}

function without(now: HashDescription, keys: readonly (keyof HashDescription)[]): HashDescription {
  return Object.fromEntries(
    Object.entries(now).filter(([key]) => !keys.some((each) => each === key)),
  )
}
