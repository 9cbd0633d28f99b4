/**
 * The channels through which devices are registered, and what each of them takes. Everybody who judges a file or a
 * request of a channel takes it from here.
 *
 * [documented: Microsoft, "Registration overview" and the pages of each channel; retired ones: "Windows Autopilot and
 * Microsoft Store for Business", 2018]
 */
export type DeviceIdentifier =
  | 'hash'
  /** Manufacturer, model and serial number. */
  | 'tuple'
  | 'productKeyId'
  | 'deviceLink'

export type ChannelKey =
  | 'intune'
  | 'partnerCenter'
  | 'oemDirect'
  | 'mdmAuto'
  | 'deviceLink'
  | 'corporateIdentifier'
  | 'storeForBusiness'
  | 'm365Business'

export type Channel = {
  readonly title: string
  /** A retired channel still judges its files, and takes none. */
  readonly state: 'live' | 'retired'
  /** Devices in one upload; null = no limit. */
  readonly maxDevices: number | null
  readonly identifiers: readonly DeviceIdentifier[]
  /** Where the group tag of a device comes from. */
  readonly groupTag: 'column' | 'batchId' | 'member' | 'group' | 'none'
  readonly assignsUsers: boolean
  /** Profiles that the channel can give. */
  readonly profiles:
    | 'all'
    | 'ownLimited'
    | 'byAssignment'
    | 'preparationPolicy'
    | 'limited'
    | 'none'
  /** The columns of its file, in its order; absent = it has no file of this kind. */
  readonly columns?: readonly string[]
  /** The channel that took its place. */
  readonly successor?: ChannelKey
}

const serial = 'Device Serial Number'
const productId = 'Windows Product ID'
const hash = 'Hardware Hash'

export const channels: Readonly<Record<ChannelKey, Channel>> = {
  intune: {
    title: 'Intune',
    state: 'live',
    maxDevices: 500,
    identifiers: ['hash'],
    groupTag: 'column',
    assignsUsers: true,
    profiles: 'all',
    columns: [serial, productId, hash, 'Group Tag', 'Assigned User'],
  },
  partnerCenter: {
    title: 'Partner Center',
    state: 'live',
    maxDevices: 1_000,
    identifiers: ['tuple', 'productKeyId', 'hash'],
    groupTag: 'batchId',
    assignsUsers: false,
    profiles: 'ownLimited',
    columns: [serial, productId, hash, 'Manufacturer name', 'Device model'],
  },
  oemDirect: {
    title: 'OEM Direct API',
    state: 'live',
    maxDevices: 1_000,
    identifiers: ['tuple', 'productKeyId'],
    groupTag: 'member',
    assignsUsers: false,
    profiles: 'none',
  },
  mdmAuto: {
    title: 'Automatic registration of managed devices',
    state: 'live',
    maxDevices: null,
    identifiers: ['hash'],
    groupTag: 'none',
    assignsUsers: false,
    profiles: 'byAssignment',
  },
  deviceLink: {
    title: 'Device association',
    state: 'live',
    maxDevices: null,
    identifiers: ['deviceLink'],
    groupTag: 'none',
    assignsUsers: false,
    profiles: 'preparationPolicy',
  },
  corporateIdentifier: {
    title: 'Corporate identifiers',
    state: 'live',
    maxDevices: 5_000,
    identifiers: ['tuple'],
    groupTag: 'none',
    assignsUsers: false,
    profiles: 'none',
  },
  storeForBusiness: {
    title: 'Microsoft Store for Business',
    state: 'retired',
    maxDevices: 1_000,
    identifiers: ['hash'],
    groupTag: 'group',
    assignsUsers: false,
    profiles: 'limited',
    columns: [serial, productId, hash],
    successor: 'intune',
  },
  m365Business: {
    title: 'Microsoft 365 Business',
    state: 'retired',
    maxDevices: 1_000,
    identifiers: ['hash'],
    groupTag: 'none',
    assignsUsers: false,
    profiles: 'limited',
    columns: [serial, productId, hash],
    successor: 'intune',
  },
}

/** Devices in one upload or request; Infinity = as many as there are. */
export function maxDevicesOf(key: ChannelKey): number {
  return channels[key].maxDevices ?? Number.POSITIVE_INFINITY
}

/** Whether a channel finds devices by identifiers of this kind. */
export function takesIdentifier(key: ChannelKey, kind: DeviceIdentifier): boolean {
  return channels[key].identifiers.includes(kind)
}

export function isChannelKey(text: string): text is ChannelKey {
  return Object.hasOwn(channels, text)
}
