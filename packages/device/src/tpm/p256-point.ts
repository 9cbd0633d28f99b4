/**
 * Whether two coordinates are a point of P-256. The curve has cofactor 1, so such a point is a public key.
 * [FIPS 186-4, D.1.2.3: p, b, and a = -3; SP 800-56A Rev. 3, 5.6.2.3.3: the check]
 *
 * Making a key object says the same in 47 µs instead of 3 (measured), and a proof needs it twice: a thirteenth of what it costs a server.
 */
const p = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n
const b = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn

/** Both of 32 bytes, big-endian. */
export function isP256Point(x: Uint8Array, y: Uint8Array): boolean {
  const [across, up] = [numberOf(x), numberOf(y)]
  if (across >= p || up >= p) return false
  return (up * up - (across * across - 3n) * across - b) % p === 0n
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x0${Buffer.from(bytes).toString('hex')}`)
}
