/** A device that is enrolled gets its next certificate for one that it still has. */
import { deviceIdKey } from './device-id.ts'
import type { CertificateIssuer, DeviceCertificate, Enrolled } from './enroll.ts'
import type { Certified, FindCertified } from './enrollment.ts'
import { EnrollmentFault } from './fault.ts'

/** The request for the next certificate, signed with the present one. */
export type SignedRequest = {
  readonly signerSerial: string
  /** PKCS #10, DER. */
  readonly content: Buffer | undefined
  isSignedBy(certificateDer: Uint8Array): boolean
}

export type RenewDeps = {
  readonly issuer: CertificateIssuer
  readonly findCertified: FindCertified
  /** Revokes all but the certificate that signed, whose device may not receive this answer. */
  readonly addCertificate: (enrollment: Certified, certificate: DeviceCertificate) => Promise<void>
}

/** `deviceId`: as the message states it; null = not at all. Throws EnrollmentFault. */
export async function renewCertificate(
  deps: RenewDeps,
  request: SignedRequest | undefined,
  deviceId: string | null,
): Promise<Enrolled> {
  if (request?.content === undefined)
    throw new EnrollmentFault('certificate-request', 'This is not a signed certificate request.')
  const known = await deps.findCertified(request.signerSerial)
  if (known === undefined)
    throw new EnrollmentFault(
      'not-eligible-to-renew',
      'The certificate is unknown, revoked or expired, or the device is not enrolled any more.',
    )
  if (!request.isSignedBy(known.certificate))
    throw new EnrollmentFault('authentication', 'The request is not signed by its certificate.')
  if (deviceId !== null && deviceIdKey(deviceId) !== deviceIdKey(known.deviceId))
    throw new EnrollmentFault('enrollment-data-invalid', 'DeviceID is that of another device.')
  if (known.state === 'leaving')
    throw new EnrollmentFault('not-eligible-to-renew', 'The device is asked to unenroll.')
  const certificate = await deps.issuer.issue(request.content, known.deviceId)
  await deps.addCertificate(known, certificate)
  const { id, enrollmentType } = known
  const authority = await deps.issuer.certificate()
  return { id, deviceId: known.deviceId, enrollmentType, certificate, authority }
}
