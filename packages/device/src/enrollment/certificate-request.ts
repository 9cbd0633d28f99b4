/**
 * The PKCS #10 request of Windows, with its quirks: the common name is a PrintableString that has '!' and ends in a zero
 * byte, and an extension of Microsoft's has the device's id as bare text. [observed]
 */
import { createPublicKey, type KeyObject, sign } from 'node:crypto'
import { bits, integer, nothing, octets, oid, sequence, set, tlv } from './der.ts'

const ids = {
  commonName: '2.5.4.3',
  extendedKeyUsage: '2.5.29.37',
  clientAuthentication: '1.3.6.1.5.5.7.3.2',
  deviceId: '1.3.6.1.4.1.311.66.1.0',
  extensionRequest: '1.2.840.113549.1.9.14',
  sha256WithRsa: '1.2.840.113549.1.1.11',
}

/** DER. */
export function certificateRequest(privateKey: KeyObject, deviceId: string): Buffer {
  const commonName = `${deviceId.slice(0, 8)}-0000-0000-0000-01B254!${deviceId}\0`
  const name = sequence(set(sequence(oid(ids.commonName), tlv(0x13, Buffer.from(commonName)))))
  const usage = sequence(oid(ids.extendedKeyUsage), octets(sequence(oid(ids.clientAuthentication))))
  const device = sequence(oid(ids.deviceId), octets(Buffer.from(`${deviceId}\0`)))
  const wanted = sequence(oid(ids.extensionRequest), set(sequence(usage, device)))
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  const info = sequence(integer(0), name, publicKey, tlv(0xa0, wanted))
  const algorithm = sequence(oid(ids.sha256WithRsa), nothing)
  return sequence(info, algorithm, bits(sign('sha256', info, privateKey)))
}
