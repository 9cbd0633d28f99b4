/** What of a hash counts, what is thrown out, and that the rest is named. */

import type { HashDescription, NetworkAdapter } from 'taxiway-hardware-hash'
import { expect, test } from 'vitest'
import { hashFixture } from '../support/hardware-hashes.ts'
import { facts } from './identity.ts'
import { decoded, edited } from './machines.ts'

const lenovo = decoded(hashFixture(6).hardwareHash)
const adapter = (medium: string, macAddress: string, bus = 'PCI'): NetworkAdapter => ({
  medium,
  macAddress,
  bus,
})
const withAdapters = (...networkAdapters: readonly NetworkAdapter[]) =>
  facts(edited(lenovo, { networkAdapters }))
const withRecord = (changes: HashDescription) => facts(edited(lenovo, changes))

test('a notebook has these facts', () => {
  expect(facts(lenovo)).toEqual({
    ekDigest: '4ba30e7b1912e6b0296ef4c317fc92f41e14493638d1e5d4b41953f0094dc0de',
    uuid: '9033cce8-98e4-1bba-a8c2-351709632e8e',
    productKeyId: '3556291133535',
    manufacturer: 'LENOVO',
    serial: 'PD2YXQ60',
    offlineId: null,
    onboardMacs: ['C8:53:09:53:43:4E'],
    virtualMacs: [],
    cardMacs: ['40:C7:3C:56:C3:83'],
    usbMacs: [],
    disks: ['8AFD_B202_0893_0577'],
    model: '21G2001VUS',
    board: '21G2001VUS',
    sku: 'LENOVO_MT_21G2_BU_THINK_FM_THINKPADP14SGEN5',
    cpu: 'INTEL(R)CORE(TM)ULTRA7155H',
    junk: [],
  })
})

test('a guest without a serial number says so by silence, and its shared disk serial is named as junk', () => {
  const guest = facts(decoded(hashFixture(5).hardwareHash))
  expect(guest).toMatchObject({
    ekDigest: null,
    productKeyId: null,
    serial: null,
    sku: null,
    disks: [],
  })
  expect(guest.offlineId).toMatch(/^#3:[0-9A-F]{64}$/)
  expect(guest.virtualMacs).toEqual(['4A:00:31:EB:62:01'])
  expect(guest.junk).toEqual([{ field: 'disk', value: 'QM00003' }])
})

test('Wi-Fi and Bluetooth four apart are one card, in either order', () => {
  const wifi = adapter('Native802.11', 'F4:4E:E3:00:00:FE')
  const bluetooth = adapter('Bluetooth', 'F4:4E:E3:00:01:02', 'BTH')
  expect(withAdapters(wifi, bluetooth).cardMacs).toEqual([wifi.macAddress])
  expect(withAdapters(bluetooth, wifi).cardMacs).toEqual([wifi.macAddress])
  expect(withAdapters(bluetooth).cardMacs).toEqual([bluetooth.macAddress])
})

test('Bluetooth at another distance is a card of its own', () => {
  const [wifi, bluetooth] = ['F4:4E:E3:00:00:01', 'F4:4E:E3:00:00:02']
  expect(
    withAdapters(adapter('Native802.11', wifi), adapter('Bluetooth', bluetooth, 'BTH')).cardMacs,
  ).toEqual([wifi, bluetooth])
})

test.each<[string, NetworkAdapter, keyof ReturnType<typeof facts>]>([
  ['a port on the board', adapter('802.3', '30:24:A9:00:00:01'), 'onboardMacs'],
  ['a port of unspecified medium', adapter('Unspecified', '30:24:A9:00:00:01'), 'onboardMacs'],
  ['a locally administered port', adapter('802.3', '52:54:00:00:00:01'), 'virtualMacs'],
  ['a port on VMBUS', adapter('802.3', '00:15:5D:00:00:01', 'VMBUS'), 'virtualMacs'],
  ['a mobile network card', adapter('WirelessWan', '30:24:A9:00:00:01'), 'cardMacs'],
  ['a USB port', adapter('802.3', '30:24:A9:00:00:01', 'USB'), 'usbMacs'],
  ['a USB Bluetooth stick', adapter('Bluetooth', '30:24:A9:00:00:01', 'USB'), 'usbMacs'],
  ['an adapter on an unknown bus', adapter('802.3', '30:24:A9:00:00:01', 'SWD'), 'usbMacs'],
])('%s counts under %s', (_, each, list) => {
  const found = withAdapters(each)
  const lists = ['onboardMacs', 'virtualMacs', 'cardMacs', 'usbMacs'] as const
  expect(lists.filter((name) => found[name].length > 0)).toEqual([list])
})

test.each<[string, NetworkAdapter, string]>([
  ['a randomised Wi-Fi address', adapter('Native802.11', '02:11:22:33:44:55'), 'card'],
  ['a multicast address', adapter('802.3', '31:24:A9:00:00:01'), 'lan'],
  ['a WAN miniport', adapter('802.3', '20:41:53:59:4E:FF'), 'lan'],
  ["QEMU's default address", adapter('802.3', '52:54:00:12:34:56'), 'virtualMac'],
])('%s is junk', (_, each, field) => {
  const { junk, ...rest } = withAdapters(each)
  expect(junk).toEqual([{ field, value: each.macAddress }])
  expect([...rest.onboardMacs, ...rest.virtualMacs, ...rest.cardMacs]).toEqual([])
})

test.each(['355629113353', '3556-291133535', 'NO_KEY_CHECK', '0000000000000'])(
  'the product key id %s is junk',
  (productKeyId) => {
    const found = withRecord({ productKeyId })
    expect(found.productKeyId).toBeNull()
    expect(found.junk).toEqual([{ field: 'productKeyId', value: productKeyId }])
  },
)

test('a stored device id counts with its type, unless its making failed', () => {
  const id = 'ab'.repeat(32)
  const offlineDeviceId = { status: 0, idType: 'UEFI_VARIABLE_TPM', flag: 1, id }
  expect(withRecord({ offlineDeviceId }).offlineId).toBe(`UEFI_VARIABLE_TPM:${id.toUpperCase()}`)
  expect(withRecord({ offlineDeviceId: { ...offlineDeviceId, status: 1 } }).offlineId).toBeNull()
})

test('a TPM key record without a key is junk', () => {
  const hash = edited(lenovo, { ekPublicModulus: '00'.repeat(256), offlineDeviceId: undefined })
  expect(facts(hash).ekDigest).toBeNull()
  expect(facts(hash).junk.map(({ field }) => field)).toEqual(['ek'])
})
