/** What certificates of devices are, and how long: nothing here needs the libraries that make them. */
import { X509Certificate } from 'node:crypto'

export const day = 24 * 60 * 60 * 1_000
/** Days that a device's certificate is valid. */
export const certificateDays = 365

export type DeviceAuthority = {
  /** DER. */
  readonly certificate: Buffer
  /** PKCS #8, DER. */
  readonly privateKey: Buffer
}

export type IssuedCertificate = {
  readonly der: Buffer
  /** 32 digits of lower-case hex. */
  readonly serialNumber: string
  /** SHA-256 of the DER. */
  readonly fingerprint: Buffer
  readonly issuedAt: Date
  readonly expiresAt: Date
}

/** Who the certificate is for. */
export type DeviceSubject = {
  readonly deviceId: string
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array
}

/** A request that no certificate is issued for; the message says why. */
export class UnusableRequest extends Error {}

/** Whether certificates that it issues now are good for as long as they say. */
export function canIssue(
  { certificate }: Pick<DeviceAuthority, 'certificate'>,
  now: Date,
): boolean {
  const { validToDate } = new X509Certificate(certificate)
  return validToDate.getTime() > now.getTime() + (certificateDays + 1) * day
}
