/** When two rows are one device: the verdicts of a device's life, as the reference on hardware hashes lists them. */

import { checkDeviceCsv, convertRow, writeDeviceCsv } from 'taxiway-device-csv'
import { decodeHardwareHash, type LifeEvent, remakeHardwareHash } from 'taxiway-hardware-hash'
import { expect, test } from 'vitest'
import { sampleDevices, sampleRow } from './samples.ts'

/** What the second row is said to be, when the first is sample `n` and the second the same after `events`. */
function verdict(n: number, events: readonly LifeEvent[]): string | undefined {
  const decoded = decodeHardwareHash(sampleRow(n).hardwareHash)
  if (!decoded.ok) throw new Error(decoded.message)
  const later = remakeHardwareHash(decoded, events)
  const again = decodeHardwareHash(later.text)
  if (!again.ok) throw new Error(again.message)
  const serialNumber = again.serialNumber ?? ''
  const rows = [sampleRow(n), sampleRow(n, { hardwareHash: later.text, serialNumber })]
  const codes = new Set(['duplicate-row', 'duplicate-device', 'serial-shared'])
  return checkDeviceCsv(writeDeviceCsv(rows)).findings.find(({ code }) => codes.has(code))?.code
}

const laptop = 0
const withoutTpm = 8

test.each<[string, readonly LifeEvent[]]>([
  ['captured again', [{ event: 'regenerated' }]],
  ['with another disk', [{ event: 'disk-swapped' }]],
  ['with more memory and a dock', [{ event: 'memory-added', gb: 32 }, { event: 'dock-attached' }]],
  ['with another wireless card', [{ event: 'wireless-card-replaced' }]],
  ['after a firmware update', [{ event: 'firmware-updated' }]],
  ['with its TPM hidden', [{ event: 'tpm-hidden' }]],
  ['captured in Windows PE', [{ event: 'captured-in-winpe' }]],
])('a device %s is the same device', (_, events) => {
  expect(verdict(laptop, events)).toBe('duplicate-device')
})

test('a device without TPM is known by its UUID', () => {
  expect(verdict(withoutTpm, [{ event: 'disk-swapped' }])).toBe('duplicate-device')
})

test('a new board that was given the old serial number is another device, and worth a look', () => {
  expect(verdict(laptop, [{ event: 'board-replaced', reflashed: true }])).toBe('serial-shared')
})

test('a new board with a serial number of its own is simply another device', () => {
  expect(verdict(laptop, [{ event: 'board-replaced', reflashed: false }])).toBeUndefined()
})

test('ten different samples are ten devices', () => {
  const { findings } = checkDeviceCsv(writeDeviceCsv(sampleDevices.map((_, n) => sampleRow(n))))
  expect(
    findings.filter(({ code }) => code.startsWith('duplicate') || code === 'serial-shared'),
  ).toEqual([])
})

test('what another kind of file needs comes out of the hash, but a comma never gets in', () => {
  const empty = sampleRow(0, { serialNumber: '' })
  expect(convertRow(empty, 'partner-center')).toMatchObject({
    row: {
      serialNumber: 'PE0VG8PF',
      productKey: '3556320606995',
      manufacturer: 'LENOVO',
      model: '21R3001BUK',
    },
  })
  expect(convertRow(sampleRow(1), 'partner-center')).toMatchObject({ derived: [] })
  expect(convertRow(sampleRow(0, { hardwareHash: '' }), 'intune')).toEqual({
    ok: false,
    code: 'hash-missing',
  })
  expect(convertRow(sampleRow(0, { hardwareHash: 'T0GX' }), 'corporate-identifiers')).toMatchObject(
    { ok: false },
  )
})
