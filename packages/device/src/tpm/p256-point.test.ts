/** The check of a point against OpenSSL's, by keys, and by what is nearly one. */
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isP256Point } from './p256-point.ts'

type Point = readonly [x: Uint8Array, y: Uint8Array]

function ofNewKey(): Point {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  return [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]
}

function openSslTakes([x, y]: Point): boolean {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
  try {
    createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: text(x), y: text(y) } })
    return true
  } catch {
    return false
  }
}

const bytesOf = (number: bigint) => Buffer.from(number.toString(16).padStart(64, '0'), 'hex')
const numberOf = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
const p = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n

test('every key is a point, and so is its mirror image', () => {
  for (let n = 0; n < 200; n++) {
    const [x, y] = ofNewKey()
    expect(isP256Point(x, y)).toBe(true)
    expect(isP256Point(x, bytesOf(p - numberOf(y)))).toBe(true)
  }
})

test('what is nearly a key is taken where OpenSSL takes it, and nowhere else', () => {
  const coordinate = fc.uint8Array({ minLength: 32, maxLength: 32 })
  fc.assert(
    fc.property(fc.nat(63), fc.nat(7), coordinate, (at, bit, other) => {
      const [x, y] = ofNewKey()
      const whole = Buffer.concat([x, y])
      whole[at] = (whole[at] ?? 0) ^ (1 << bit)
      const changed: Point = [whole.subarray(0, 32), whole.subarray(32)]
      const near: readonly Point[] = [changed, [y, x], [other, y], [x, other]]
      for (const point of near) expect(isP256Point(...point)).toBe(openSslTakes(point))
    }),
  )
})

test.each([0n, 1n, p - 1n, p, p + 1n, 2n ** 256n - 1n])('x = %d', (number) => {
  for (const y of [0n, 1n, p - 1n, p]) {
    const point: Point = [bytesOf(number), bytesOf(y)]
    expect(isP256Point(...point)).toBe(openSslTakes(point))
  }
})

/** The root of b: p is 3 modulo 4. [FIPS 186-4, D.1.2.3] */
test('the point above zero is one, and no other spelling of it', () => {
  const b = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn
  const root = bytesOf(power(b, (p + 1n) / 4n))
  expect(isP256Point(bytesOf(0n), root)).toBe(true)
  expect(isP256Point(bytesOf(p), root)).toBe(false)
})

function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, base]
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % p
    square = (square * square) % p
  }
  return result
}
