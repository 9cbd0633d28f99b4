/** Life events, seen through the difference between before and after. */

import {
  checkHardwareHash,
  type DecodedHash,
  decodeHardwareHash,
  diffHardwareHashes,
  isUsableHash,
  type LifeEvent,
  makeDevice,
  remakeHardwareHash,
} from 'taxiway-hardware-hash'
import { expect, test } from 'vitest'
import { hashFixture, hashFixtures } from '../support/hardware-hashes.ts'

const hp = decoded(hashFixture(7).hardwareHash)

test('a hash differs in nothing from itself', () => {
  for (const { hardwareHash } of hashFixtures) {
    expect(diffHardwareHashes(decoded(hardwareHash), decoded(hardwareHash))).toEqual([])
  }
})

test.each<[LifeEvent, readonly string[]]>([
  [{ event: 'regenerated' }, ['generation header.osSystemTime']],
  [
    { event: 'regenerated', at: '2026-05-01T08:00:00Z', toolBuild: '10.0.26100.1', toolVersion: 9 },
    [
      'generation header.toolBuild',
      'generation header.osSystemTime',
      'generation header.toolVersion',
    ],
  ],
  [
    { event: 'disk-swapped' },
    [
      'movable diskSerials',
      'movable kernelDiskSerial.serialNumber',
      'movable kernelDiskSerial.product',
    ],
  ],
  [{ event: 'memory-added', gb: 16 }, ['movable memory.totalGb']],
  [{ event: 'adapter-added' }, ['movable networkAdapters']],
  [{ event: 'dock-attached', macAddress: '00:11:22:33:44:55' }, ['movable networkAdapters']],
  [{ event: 'dock-removed' }, []],
  [{ event: 'wireless-card-replaced' }, ['movable networkAdapters']],
  [{ event: 'firmware-updated' }, ['generation tpmVersion', 'generation boardVersion']],
  [
    { event: 'tpm-hidden' },
    [
      'generation tpmVersion',
      'board ekPublicModulus',
      'board offlineDeviceId.idType',
      'board offlineDeviceId.flag',
      'board offlineDeviceId.id',
    ],
  ],
  [
    { event: 'board-replaced', reflashed: true },
    ['board ekPublicModulus', 'board offlineDeviceId.id', 'board productKeyId'],
  ],
  [
    { event: 'board-replaced', reflashed: false },
    [
      'board ekPublicModulus',
      'board offlineDeviceId.id',
      'board smbiosUuid',
      'board serialNumber',
      'board productKeyId',
    ],
  ],
  [
    { event: 'captured-in-winpe' },
    [
      'generation header.osType',
      'movable networkAdapters',
      'movable internalDisplay',
      'movable displaySize',
      'movable kernelDiskSerial',
      'generation productKeyPartNumber',
    ],
  ],
])('$event changes what it should and nothing else', (event, expected) => {
  const after = remade(hp, [event])
  const changed = diffHardwareHashes(hp, after).map(({ group, field }) => `${group} ${field}`)
  expect(changed.toSorted()).toEqual([...expected, ...lanOf(event)].toSorted())
})

test('a swapped disk shows both serials', () => {
  const swap = diffHardwareHashes(hp, remade(hp, [{ event: 'disk-swapped' }]))
  const serials = swap.find(({ field }) => field === 'diskSerials')
  expect(serials).toMatchObject({
    a: [{ product: 'WD PC SN740 SDDPNQD-512G-2006' }],
    b: [{ vendor: '' }],
  })
})

test('the order of adapters is not a difference', () => {
  const added = remade(hp, [{ event: 'adapter-added' }, { event: 'dock-removed' }])
  expect(diffHardwareHashes(hp, added)).toEqual([])
})

test('a replaced board has a key whose digest is the new device id', () => {
  const after = remade(hp, [
    { event: 'board-replaced', reflashed: true, ekPublicModulus: `${'c5'.repeat(255)}01` },
  ])
  expect(after.tpm).toMatchObject({ ekDigestMatches: true })
  expect(after.tpm?.ekPublicModulus).toMatch(/^c5.*01$/)
})

test('events add up, and the same events give the same bytes', () => {
  const events: readonly LifeEvent[] = [
    { event: 'disk-swapped' },
    { event: 'board-replaced', reflashed: true },
    { event: 'captured-in-winpe' },
  ]
  expect(remakeHardwareHash(hp, events).text).toBe(remakeHardwareHash(hp, events).text)
  expect(checkHardwareHash(remade(hp, events)).map(({ code }) => code)).toEqual(['not-full-os'])
})

test('two swaps in a row give two different disks', () => {
  const once = remade(hp, [{ event: 'disk-swapped' }])
  const twice = remade(hp, [{ event: 'disk-swapped' }, { event: 'disk-swapped' }])
  expect(once.disks[0]?.serialNumber).not.toBe(twice.disks[0]?.serialNumber)
})

test('every event leaves every kind of machine with a usable hash', () => {
  const machines = Array.from(
    { length: 40 },
    (_, i) => makeDevice({ seed: 'life', count: 40 }, i).hash().text,
  )
  const events: readonly LifeEvent['event'][] = [
    'regenerated',
    'disk-swapped',
    'memory-added',
    'adapter-added',
    'wireless-card-replaced',
    'dock-attached',
    'dock-removed',
    'tpm-hidden',
    'firmware-updated',
    'board-replaced',
    'captured-in-winpe',
  ]
  for (const text of [...machines, ...hashFixtures.map(({ hardwareHash }) => hardwareHash)]) {
    for (const event of events) {
      expect(
        isUsableHash(remade(decoded(text), [{ event, gb: 8, reflashed: false } as LifeEvent])),
      ).toBe(true)
    }
  }
})

/** The fixture has a LAN port; a new board brings a new one, and only WinPE keeps it as it is. */
function lanOf({ event }: LifeEvent): readonly string[] {
  return event === 'board-replaced' ? ['board networkAdapters'] : []
}

function remade(hash: DecodedHash, events: readonly LifeEvent[]): DecodedHash {
  return decoded(remakeHardwareHash(hash, events).text)
}

function decoded(text: string): DecodedHash {
  const hash = decodeHardwareHash(text)
  if (!hash.ok) throw new Error(hash.message)
  return hash
}
