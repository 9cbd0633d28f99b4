/** CMS SignedData (RFC 5652) as the device makes it: with the signing time, and its certificate inside. */
import { createHash, type KeyObject, sign, X509Certificate } from 'node:crypto'
import { issuerOf } from './certificate-issuer.ts'
import { integer, nothing, octets, oid, sequence, set, tlv } from './der.ts'

const ids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha256WithRsa: '1.2.840.113549.1.1.11',
}

export type Signer = {
  /** DER. */
  readonly certificate: Buffer
  readonly privateKey: KeyObject
}

export type SigningOptions = {
  readonly at: Date
  /** The content is inside, as of a certificate renewal; otherwise the signature is detached. */
  readonly attached?: true
}

/** DER. */
export function signedData(
  content: Uint8Array,
  { certificate, privateKey }: Signer,
  { at, attached }: SigningOptions,
): Buffer {
  const { serialNumber } = new X509Certificate(certificate)
  const digest = createHash('sha256').update(content).digest()
  const attribute = (id: string, value: Buffer) => sequence(oid(id), set(value))
  const attributes = Buffer.concat([
    attribute(ids.contentType, oid(ids.data)),
    attribute(ids.signingTime, utcTime(at)),
    attribute(ids.messageDigest, octets(digest)),
  ])
  const sha256 = sequence(oid(ids.sha256), nothing)
  const signer = sequence(
    integer(1),
    sequence(issuerOf(certificate), integer(Buffer.from(serialNumber, 'hex'))),
    sha256,
    // Signed as a set, sent as [0].
    tlv(0xa0, attributes),
    sequence(oid(ids.sha256WithRsa), nothing),
    octets(sign('sha256', tlv(0x31, attributes), privateKey)),
  )
  const inside = attached ? [tlv(0xa0, octets(content))] : []
  const data = sequence(
    integer(1),
    set(sha256),
    sequence(oid(ids.data), ...inside),
    tlv(0xa0, certificate),
    set(signer),
  )
  return sequence(oid(ids.signedData), tlv(0xa0, data))
}

function utcTime(at: Date): Buffer {
  const digits = at.toISOString().replace(/[-:T]/g, '').slice(2, 14)
  return tlv(0x17, Buffer.from(`${digits}Z`))
}
