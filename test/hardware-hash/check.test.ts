/** What the validator says about real hashes and about hashes made wrong on purpose. */

import {
  checkHardwareHash,
  type DecodedHash,
  decodeHardwareHash,
  describeHardwareHash,
  encodeHardwareHash,
  type HashDescription,
} from 'taxiway-hardware-hash'
import { describe, expect, test } from 'vitest'
import { bytesOf, hashFixture } from '../support/hardware-hashes.ts'

const now = new Date('2026-11-01T00:00:00Z')
const notebook = describeHardwareHash(decoded(hashFixture(3).hardwareHash))

describe('published hashes', () => {
  test.each<[number, readonly string[]]>([
    [1, []],
    [
      2,
      [
        'critical field-junk SmbiosSkuNumber',
        'critical field-missing ProductKeyID',
        'critical field-missing MacAddress',
        'warning virtual-machine',
      ],
    ],
    [3, []],
    [7, []],
    [8, ['critical not-full-os OSType']],
    [10, ['warning zone-unknown OsLocalTime']],
  ])('number %i has the findings it deserves', (number, expected) => {
    expect(codes(hashFixture(number).hardwareHash)).toEqual(expected)
  })

  test('a QEMU guest without a TPM lacks nearly everything', () => {
    expect(codes(hashFixture(5).hardwareHash)).toEqual([
      'critical field-junk SmbiosSystemSerialNumber',
      'critical field-junk SmbiosSystemFamily',
      'critical field-junk SmbiosSkuNumber',
      'critical field-missing ProductKeyID',
      'critical field-missing TPMVersion',
      'critical field-missing TpmEkPub',
      'warning disk-serial-junk DiskSerialNumber',
      'warning virtual-machine',
      'warning mac-locally-administered MacAddress',
    ])
  })
})

describe('a good notebook, changed', () => {
  const { header, diskSerials, networkAdapters, ...rest } = notebook
  const id = notebook.offlineDeviceId
  if (header === undefined || id === undefined) throw new Error('the fixture has these records')
  const usb = { medium: '802.3', macAddress: '00:E0:4C:11:22:33', bus: 'USB' }

  test.each<[string, Partial<HashDescription>, string]>([
    [
      'whose TPM key is another one',
      { offlineDeviceId: { ...id, id: '00'.repeat(32) } },
      'critical ek-digest-mismatch TpmEkPub',
    ],
    [
      'with a placeholder serial number',
      { serialNumber: 'Default string' },
      'critical field-junk SmbiosSystemSerialNumber',
    ],
    [
      'with a shared UUID',
      { smbiosUuid: '03000200-0400-0500-0006-000700080009' },
      'critical field-junk SmbiosUuid',
    ],
    [
      'with a product key id of another group',
      { productKeyPartNumber: '[TH]res-v3556' },
      'warning product-key-group ProductKeyID',
    ],
    [
      'with a product key id of zeros',
      { productKeyId: '0'.repeat(13) },
      'critical field-junk ProductKeyID',
    ],
    [
      'with a clock of tomorrow',
      { header: { ...header, osSystemTime: '2027-01-01T00:00:00Z' } },
      'warning clock-in-future OsSystemTime',
    ],
    [
      'with a clock before its Windows',
      { header: { ...header, osSystemTime: '2020-01-01T00:00:00Z' } },
      'warning clock-before-build OsSystemTime',
    ],
    [
      'in a zone that does not exist',
      { header: { ...header, utcOffsetMinutes: -960 } },
      'warning zone-impossible OsLocalTime',
    ],
    [
      'with nothing but a USB adapter',
      { networkAdapters: [usb] },
      'warning only-removable-adapters MacAddress',
    ],
    [
      "with an address that is nobody's",
      { networkAdapters: [{ ...usb, bus: 'PCI', macAddress: '00:00:00:00:00:00' }] },
      'critical field-junk MacAddress',
    ],
    [
      'with a record from the future',
      { other: [{ type: 40, payload: '0102' }] },
      'warning unknown-record Unknown40',
    ],
    [
      'with an unreadable record',
      { other: [{ type: 35, payload: '01' }] },
      'warning unreadable-record Unexplained35',
    ],
    [
      'with two UUIDs',
      { other: [{ type: 12, payload: 'ab'.repeat(16) }] },
      'warning repeated-record SmbiosUuid',
    ],
  ])('%s', (_, change, expected) => {
    expect(codes(encodeHardwareHash({ ...notebook, ...change }).bytes)).toContain(expected)
  })

  test('with a TPM key of 3072 bits is doubtful, not refused', () => {
    const { bytes } = encodeHardwareHash({ ...notebook, ekPublicModulus: 'ab'.repeat(384) })
    expect(codes(bytes)).toEqual([
      'critical ek-digest-mismatch TpmEkPub',
      'warning ek-size TpmEkPub',
    ])
  })

  test('without disks or adapters lacks both', () => {
    const { disks: _, kernelDiskSerial: __, ...bare } = rest
    const found = codes(encodeHardwareHash({ ...bare, header }).bytes)
    expect(found).toEqual([
      'critical field-missing DiskSerialNumber',
      'critical field-missing MacAddress',
    ])
  })

  test('keeps its name: neither adapters nor disks went missing in the test itself', () => {
    expect(diskSerials).toHaveLength(1)
    expect(networkAdapters).toHaveLength(2)
  })
})

test('a damaged hash and a hash with a tail are invalid', () => {
  const bytes = bytesOf(hashFixture(3))
  bytes[1000] = (bytes[1000] ?? 0) ^ 1
  bytes[2999] = 1
  expect(codes(bytes)).toEqual(['invalid digest-mismatch', 'invalid tail-not-zero'])
})

test("what is not a hash has the decoder's fault as its only finding", () => {
  expect(checkHardwareHash('"T0E"')).toEqual([
    {
      severity: 'invalid',
      code: 'quoted',
      field: null,
      message: expect.stringContaining('quotation'),
    },
  ])
})

test('findings are sentences', () => {
  for (const number of [1, 2, 4, 5, 8, 9, 10]) {
    for (const { message } of checkHardwareHash(hashFixture(number).hardwareHash)) {
      expect(message).toMatch(/^[A-Z].*\.$/)
    }
  }
})

function codes(input: string | Uint8Array): readonly string[] {
  return checkHardwareHash(input, { now }).map(({ severity, code, field }) =>
    [severity, code, ...(field === null ? [] : [field])].join(' '),
  )
}

function decoded(text: string): DecodedHash {
  const hash = decodeHardwareHash(text)
  if (!hash.ok) throw new Error(hash.message)
  return hash
}
