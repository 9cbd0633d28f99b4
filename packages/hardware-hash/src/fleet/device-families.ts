/**
 * The kinds of machine that a simulated fleet is made of.
 *
 * Makers, models and serial schemes follow what real hashes show; every number that would identify
 * a machine is made up.
 */

import { missingText } from '../check/placeholders.ts'
import {
  board,
  desktop,
  lanPort,
  notebook,
  productKey,
  system,
  wirelessCard,
} from './device-frames.ts'
import type { Family } from './family.ts'
import { addressUnder, firmwareOf, randomUuid, serialOf, tpmWith, withoutTpm } from './parts.ts'
import { hyperV, qemu, vmware } from './virtual-families.ts'

type Model = readonly [model: string, other: string]
type Models = readonly [Model, ...Model[]]

const lenovoModels: Models = [
  ['21R3001BUK', 'ThinkPad T14s 2-in-1 Gen 1'],
  ['21G2001VUS', 'ThinkPad P14s Gen 5'],
  ['21HM0045GE', 'ThinkPad X1 Carbon Gen 11'],
  ['21ML002AMX', 'ThinkPad T14 Gen 5'],
]

const hpModels: Models = [
  ['HP EliteBook 840 G8 Notebook PC', '880D'],
  ['HP EliteBook 650 15.6 inch G10 Notebook PC', '8B8C'],
  ['HP ProBook 450 G9 Notebook PC', '8A2E'],
]

const unfilled = 'To Be Filled By O.E.M.'

/** Machine type as model, no LAN port. */
const lenovo: Family = (random, ek) => {
  const [model, family] = random.pick(lenovoModels)
  return {
    ...notebook(random),
    ...tpmWith(ek(), firmwareOf('NTC ', random)),
    ...system({ manufacturer: 'LENOVO', model, family, firmware: 'LENOVO' }),
    networkAdapters: wirelessCard(random),
    serialNumber: `P${random.pick(['E', 'F', 'W'])}${serialOf(6, random)}`,
    smbiosUuid: randomUuid(random),
    skuNumber: `LENOVO_MT_${model.slice(0, 4)}_BU_Think_FM_${family}`,
    systemVersion: family,
    ...board('LENOVO', model, 'SDK0T76530 WIN'),
    ...productKey('3556', random),
  }
}

/** With a LAN port; adapters in another order than elsewhere. */
const hp: Family = (random, ek) => {
  const [model, product] = random.pick(hpModels)
  const [wifi, bluetooth] = wirelessCard(random)
  return {
    ...notebook(random),
    ...tpmWith(ek(), firmwareOf('IFX ', random)),
    ...system({ manufacturer: 'HP', model, family: '103C_5336AN HP EliteBook', firmware: 'HP' }),
    networkAdapters: [bluetooth, lanPort(random), wifi],
    serialNumber: `${random.below(10)}C${random.pick(['D', 'G'])}${serialOf(7, random)}`,
    smbiosUuid: randomUuid(random),
    skuNumber: `${serialOf(6, random)}ET#AB${random.pick(['U', 'D', 'A', 'F'])}`,
    systemVersion: 'SBKPF',
    ...board('HP', product, 'KBC Version 52.2D.00'),
    ...productKey('3556', random),
  }
}

/** With a LAN port, and a UUID spelled from the service tag. */
const dell: Family = (random, ek) => {
  const tag = random.text(7, 'BCDFGHJKLMNPQRSTVWXYZ0123456789')
  const model = random.pick(['Latitude 5530', 'Latitude 5440', 'Latitude 7350'])
  return {
    ...notebook(random),
    ...tpmWith(ek(), firmwareOf('STM ', random)),
    ...system({ manufacturer: 'Dell Inc.', model, family: 'Latitude', firmware: 'Dell Inc.' }),
    networkAdapters: [lanPort(random), ...wirelessCard(random)],
    serialNumber: tag,
    smbiosUuid: uuidOfServiceTag(tag),
    skuNumber: random.hex(2).toUpperCase(),
    systemVersion: missingText,
    ...board('Dell Inc.', random.text(6, '0123456789CDFY'), 'A00'),
    ...productKey('3305', random),
  }
}

/** A desktop somebody assembled: placeholders, no key, no TPM; its LAN port and UUID are its own. */
const whitebox: Family = (random) => ({
  ...desktop(random),
  ...withoutTpm(random),
  ...system({
    manufacturer: unfilled,
    model: unfilled,
    family: unfilled,
    firmware: 'American Megatrends Inc.',
  }),
  networkAdapters: [{ medium: '802.3', macAddress: addressUnder('70:85:C2', random), bus: 'PCI' }],
  serialNumber: unfilled,
  smbiosUuid: randomUuid(random),
  skuNumber: unfilled,
  systemVersion: unfilled,
  ...board('ASRock', 'B450M Pro4', ''),
})

export const families = { lenovo, hp, dell, whitebox, 'hyper-v': hyperV, vmware, qemu } as const

export type FamilyName = keyof typeof families

/** As Dell's firmware does it: "DELL" backwards, then the tag's characters in fixed places. */
function uuidOfServiceTag(tag: string): string {
  const codes = [...tag].map((char) => char.charCodeAt(0))
  const hex = (...places: number[]) =>
    places.map((place) => (codes[place] ?? 0).toString(16).padStart(2, '0')).join('')
  const first = ((codes[0] ?? 0) | 0x80).toString(16)
  return `4c4c4544-00${hex(1)}-${hex(2)}10-80${hex(3)}-${first}c04f${hex(4, 5, 6)}`
}
