/** Identifiers that identify nothing, and real ones that only look odd. */
import { expect, test } from 'vitest'
import {
  byteSwapped,
  isJunkDiskSerial,
  isJunkMac,
  isJunkName,
  isJunkProductKeyId,
  isJunkSerial,
  isJunkUuid,
  isLocalMac,
} from './junk.ts'

test.each([
  '',
  '   ',
  '0',
  '00000000',
  '1111',
  '0101',
  '12345',
  '1234567890',
  '0123456789',
  'N/A',
  'None',
  '1.0',
  '1.0.0',
  'To be filled by O.E.M.',
  'TO BE FILLED BY O.E.M.',
  'Default string',
  'SMBIOS_STRING_INDEX_0',
  'System Serial Number',
])('the serial number "%s" is junk', (serial) => {
  expect(isJunkSerial(serial)).toBe(true)
})

test.each(['PE0VG8PF', '52TGZL8', '7AB338T1KS', '1.0.0.1X', '100200', '123', 'VMware-56 4d 69 2d'])(
  'the serial number "%s" is somebody\'s',
  (serial) => {
    expect(isJunkSerial(serial)).toBe(false)
  },
)

test.each(['System manufacturer', 'OEM', '*', '0000000000000001', ' System Product Name '])(
  'the name "%s" is junk',
  (name) => {
    expect(isJunkName(name)).toBe(true)
  },
)

test.each([
  '00000000-0000-0000-0000-000000000000',
  'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
  '01010101-0101-0101-0101-010101010101',
  '03000200-0400-0500-0006-000700080009',
  '00020003-0004-0005-0006-000700080009',
  '03020100-0504-0706-0809-0a0b0c0d0e0f',
  'deadbeef-0000-0000-0000-000000000000',
  '2',
])('the UUID %s is junk', (uuid) => {
  expect(isJunkUuid(uuid)).toBe(true)
})

test('a UUID read in the other byte order comes back when swapped again', () => {
  const uuid = '4c4c4544-0032-5454-8047-b5c04f5a4c38'
  expect(isJunkUuid(uuid)).toBe(false)
  expect(byteSwapped(uuid)).toBe('44454c4c-3200-5454-8047-b5c04f5a4c38')
  expect(byteSwapped(byteSwapped(uuid))).toBe(uuid)
})

test.each([
  '00:00:00:00:00:00',
  'ff:ff:ff:ff:ff:ff',
  '01:00:5E:00:00:01',
  '00:50:56:C0:00:08',
  '0A:00:27:00:00:00',
])('the address %s is junk', (address) => {
  expect(isJunkMac(address)).toBe(true)
})

test('a made-up address is not junk, but local', () => {
  expect(isJunkMac('52:54:00:12:34:56')).toBe(false)
  expect(isLocalMac('52:54:00:12:34:56')).toBe(true)
  expect(isLocalMac('80:E4:BA:FD:45:8C')).toBe(false)
})

test.each(['', ' ', 'QM00003', '0000_0000_0000_0000.', '0100_0000_0000_0000_00E0_4C0E_1234_5678.'])(
  'the disk serial "%s" is junk',
  (serial) => {
    expect(isJunkDiskSerial(serial)).toBe(true)
  },
)

test.each(['0000000000000', 'NO_KEY_CHECK', '355632060699', ''])(
  'the product key id "%s" is junk',
  (id) => {
    expect(isJunkProductKeyId(id)).toBe(true)
  },
)
