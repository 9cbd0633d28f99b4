/**
 * RSA keys made of given primes. A pool of primes gives a fleet its endorsement keys: n primes make
 * n(n−1)/2 different moduli, for a hundredth of the work of fresh keys. Any two of them may share a prime,
 * so they are worthless as keys and right as identities.
 */
import { createPrivateKey, type KeyObject } from 'node:crypto'

const exponent = 65_537n

export function rsaPrivateKey(p: bigint, q: bigint): KeyObject {
  const d = inverse(exponent, (p - 1n) * (q - 1n))
  return createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'RSA',
      n: base64url(p * q),
      e: 'AQAB',
      d: base64url(d),
      p: base64url(p),
      q: base64url(q),
      dp: base64url(d % (p - 1n)),
      dq: base64url(d % (q - 1n)),
      qi: base64url(inverse(q, p)),
    },
  })
}

function inverse(a: bigint, modulus: bigint): bigint {
  let [r0, r1, s0, s1] = [modulus, a % modulus, 0n, 1n]
  while (r1 > 0n) {
    const k = r0 / r1
    ;[r0, r1, s0, s1] = [r1, r0 - k * r1, s1, s0 - k * s1]
  }
  return ((s0 % modulus) + modulus) % modulus
}

function base64url(value: bigint): string {
  const digits = value.toString(16)
  return Buffer.from(digits.length % 2 === 1 ? `0${digits}` : digits, 'hex').toString('base64url')
}
