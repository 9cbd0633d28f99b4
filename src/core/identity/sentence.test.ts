/** What a person reads, verbatim. */
import { expect, test } from 'vitest'
import type { IdentityFacts } from './facts.ts'
import { judge } from './judge.ts'
import { newRecord } from './record.ts'
import { explain } from './sentence.ts'

const device: IdentityFacts = {
  ekDigest: 'aa',
  uuid: 'u1',
  productKeyId: '3556000000001',
  manufacturer: 'HP',
  serial: 'S1',
  offlineId: null,
  onboardMacs: ['30:24:A9:00:00:01'],
  virtualMacs: [],
  disks: ['D1'],
  cardMacs: ['F4:4E:E3:00:00:01'],
  usbMacs: [],
  model: 'M',
  board: 'B',
  sku: null,
  cpu: 'C',
  junk: [],
}
const nothing: IdentityFacts = {
  ...{
    ...device,
    ekDigest: null,
    uuid: null,
    productKeyId: null,
    manufacturer: null,
    serial: null,
  },
  onboardMacs: [],
  disks: [],
  cardMacs: [],
  model: null,
  board: null,
  cpu: null,
}
const other = { ...device, ekDigest: 'bb', uuid: 'u2', productKeyId: '3556000000002', serial: 'S2' }

const sentence = (facts: IdentityFacts, ...registered: readonly IdentityFacts[]) =>
  explain(
    judge(
      facts,
      registered.map((each, i) => ({ id: String(i), record: newRecord(each) })),
    ),
  )

test.each<[string, IdentityFacts, readonly IdentityFacts[]]>([
  [
    'Same TPM key and UUID; the disk is new. It is the same device.',
    { ...nothing, ekDigest: 'aa', uuid: 'u1', disks: ['D2'] },
    [device],
  ],
  [
    'Same TPM key, UUID, serial number, product key ID and network port; the disk and wireless card are new. It is the same device.',
    { ...device, disks: ['D2'], cardMacs: ['F4:4E:E3:00:00:02'] },
    [device],
  ],
  [
    'Same UUID, product key ID, network port, disk and wireless card; another serial number. It is the same device.',
    { ...device, ekDigest: null, serial: 'S2' },
    [device],
  ],
  [
    'Another TPM key, UUID, serial number and product key ID; the same network port, disk and wireless card. It is another device.',
    other,
    [device],
  ],
  [
    'Same UUID, serial number, product key ID, network port, disk and wireless card; another TPM key. A person has to decide whether it is the same device.',
    { ...device, ekDigest: 'bb' },
    [device],
  ],
  [
    'Same network port; that alone is too little. A person has to decide whether it is the same device.',
    { ...nothing, onboardMacs: device.onboardMacs },
    [device],
  ],
  [
    'Only the disk is the same, and a disk can be moved. It is another device.',
    { ...nothing, disks: ['D1'] },
    [device],
  ],
  [
    'No registered device of this tenant shares an identifier with it. Devices of other tenants were not looked at; an import would.',
    device,
    [],
  ],
  [
    '2 registered devices may be it. The likeliest: same TPM key, UUID, serial number, product key ID, network port, disk and wireless card. A person has to decide which one it is.',
    device,
    [device, device],
  ],
])('%s', (text, facts, registered) => {
  expect(sentence(facts, ...registered)).toBe(text)
})
