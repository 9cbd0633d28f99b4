/** The issuer of a certificate, as its bytes have it. */

type Element = { readonly start: number; readonly content: number; readonly end: number }

/** DER of the name. */
export function issuerOf(certificate: Buffer): Buffer {
  const whole = elementAt(certificate, 0)
  const body = elementAt(certificate, whole.content)
  let next = elementAt(certificate, body.content)
  // The version is optional and stands first; then serial number, algorithm, issuer.
  if (certificate[next.start] === 0xa0) next = elementAt(certificate, next.end)
  const algorithm = elementAt(certificate, next.end)
  const issuer = elementAt(certificate, algorithm.end)
  return certificate.subarray(issuer.start, issuer.end)
}

function elementAt(bytes: Buffer, start: number): Element {
  const first = bytes.readUInt8(start + 1)
  const count = first < 0x80 ? 0 : first & 0x7f
  const length = count === 0 ? first : bytes.readUIntBE(start + 2, count)
  const content = start + 2 + count
  return { start, content, end: content + length }
}
