/** The ten published hashes: what they say, and that writing it again gives the same characters. */
import { createHash, createPublicKey } from 'node:crypto'
import {
  type DecodedHash,
  decodeHardwareHash,
  describeHardwareHash,
  encodeHardwareHash,
  isUsableHash,
} from 'taxiway-hardware-hash'
import { describe, expect, test } from 'vitest'
import {
  bytesOf,
  endorsementKeys,
  type HashFixture,
  hashFixture,
  hashFixtures,
} from '../support/hardware-hashes.ts'

describe.each(hashFixtures)('$id', (fixture) => {
  const decoded = decode(fixture)

  test('is intact to its last byte', () => {
    expect(decoded.digestValid).toBe(true)
    expect(decoded.tailIsZero).toBe(true)
    expect(isUsableHash(decoded)).toBe(true)
    expect(decoded.bytes).toEqual(bytesOf(fixture))
  })

  test('says what its table row says', () => {
    expect(decoded).toMatchObject({
      manufacturer: fixture.manufacturer,
      model: fixture.model,
      serialNumber: fixture.serial,
      toolVersion: Number(fixture.toolVersion),
      toolBuild: fixture.toolBuild,
      osType: fixture.osType,
      architecture: fixture.architecture,
      smbiosUuid: fixture.smbiosUuid,
      productKeyId: fixture.productKeyId === '' ? null : fixture.productKeyId,
    })
  })

  test('has a name and a value for every record', () => {
    expect(decoded.records.filter(({ name }) => name.startsWith('Unknown'))).toEqual([])
    expect(decoded.records.filter(({ value }) => value === null)).toEqual([])
  })

  test('shows the TPM key whose private half is kept beside it', () => {
    const pem = endorsementKeys.get(fixture.id)
    const modulus = pem === undefined ? null : modulusOf(pem)
    expect(decoded.tpm?.ekPublicModulus ?? null).toBe(modulus)
    if (modulus === null) return
    const ekDigest = createHash('sha256').update(modulus, 'hex').digest('hex')
    expect(decoded.tpm).toMatchObject({ ekDigest, ekDigestMatches: true })
  })

  test('is written again from its values, character for character', () => {
    const description = describeHardwareHash(decoded)
    expect(description.other).toBeUndefined()
    const encoded = encodeHardwareHash(description)
    expect(encoded.text).toBe(fixture.hardwareHash)
    expect(describeHardwareHash(decode({ ...fixture, hardwareHash: encoded.text }))).toEqual(
      description,
    )
  })

  test('decodes alike from text, from bytes and from bytes at an odd address', () => {
    const shifted = new Uint8Array(3001)
    shifted.set(bytesOf(fixture), 1)
    const whole = JSON.stringify(decoded)
    expect(JSON.stringify(decodeHardwareHash(bytesOf(fixture)))).toBe(whole)
    expect(JSON.stringify(decodeHardwareHash(shifted.subarray(1)))).toBe(whole)
  })
})

test('a notebook reads as a whole', () => {
  const plain = JSON.parse(JSON.stringify(decode(hashFixture(1))))
  expect(plain).toMatchObject({
    ok: true,
    digestValid: true,
    osBuild: '10.0.26100.7840',
    osSystemTime: '2026-03-12T06:47:23Z',
    disks: [
      {
        serialNumber: '1FD5_0D21_17BF_F35F.',
        product: 'KBG6AZNV512G LA KIOXIA',
        vendor: '',
        capacityGb: 512,
        busType: 'NVMe',
        seekPenalty: false,
        trim: true,
      },
    ],
    networkAdapters: [
      { medium: 'Native802.11', macAddress: '80:E4:BA:FD:45:8C', bus: 'PCI' },
      { medium: 'Bluetooth', macAddress: '80:E4:BA:FD:45:90', bus: 'BTH' },
    ],
  })
  expect(plain.records[0]).toMatchObject({ type: 1, name: 'Header', offset: 4, length: 28 })
})

test('a machine without a TPM has none, and a guest without disk records still names its disk', () => {
  expect(decode(hashFixture(9)).tpm).toBeNull()
  expect(decode(hashFixture(9)).disks).toMatchObject([{ vendor: 'VMware  ', capacityGb: null }])
})

function decode(fixture: HashFixture): DecodedHash {
  const decoded = decodeHardwareHash(fixture.hardwareHash)
  if (!decoded.ok) throw new Error(decoded.message)
  return decoded
}

function modulusOf(pem: string): string {
  const { n = '' } = createPublicKey(pem).export({ format: 'jwk' })
  return Buffer.from(n, 'base64url').toString('hex')
}
