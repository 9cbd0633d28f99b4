/**
 * A public certificate with which an application authenticates instead of a secret.
 *
 * No authority has to have issued it: it counts because it was registered. Its validity period applies all the
 * same.
 */
import { createHash, X509Certificate } from 'node:crypto'
import { DomainError } from '../errors.ts'
import { minRsaBits } from './public-key.ts'

export type Certificate = {
  /** SHA-256 of the certificate. */
  readonly thumbprint: Buffer
  readonly der: Buffer
}

/** The RSA key of a certificate, with the names that clients use for it in a token's header. */
export type CertificateKey = {
  readonly n: string
  readonly e: string
  /** Base64url of SHA-1 and SHA-256 (RFC 7515 sections 4.1.7 and 4.1.8). */
  readonly x5t: string
  readonly x5tS256: string
  readonly notBefore: Date
  readonly notAfter: Date
}

/** Reads PEM or DER; refuses anything that is not a certificate, and keys that are not RSA or too short. */
export function readCertificate(input: string | Uint8Array): Certificate {
  const certificate = parse(input)
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey
  if (type !== 'rsa' || (details?.modulusLength ?? 0) < minRsaBits) {
    throw new DomainError(
      'request-invalid',
      `The certificate must hold an RSA key of ${minRsaBits} bits or more.`,
    )
  }
  const der = certificate.raw
  return { der, thumbprint: createHash('sha256').update(der).digest() }
}

/** Everything needed to verify a signature made with the certificate's private key. */
export function certificateKey({ der }: Pick<Certificate, 'der'>): CertificateKey {
  const certificate = new X509Certificate(der)
  const { n = '', e = '' } = certificate.publicKey.export({ format: 'jwk' })
  return {
    n,
    e,
    x5t: createHash('sha1').update(der).digest('base64url'),
    x5tS256: createHash('sha256').update(der).digest('base64url'),
    notBefore: certificate.validFromDate,
    notAfter: certificate.validToDate,
  }
}

/** What people compare and monitor: the subject, hexadecimal thumbprints and the expiry date. */
export type CertificateFacts = {
  readonly subject: string
  /** SHA-1, as Windows shows it. */
  readonly thumbprint: string
  readonly thumbprintSha256: string
  readonly notBefore: Date
  readonly notAfter: Date
}

export function certificateFacts({ der }: Pick<Certificate, 'der'>): CertificateFacts {
  const certificate = new X509Certificate(der)
  return {
    subject: certificate.subject.replaceAll('\n', ', '),
    thumbprint: certificate.fingerprint.replaceAll(':', ''),
    thumbprintSha256: certificate.fingerprint256.replaceAll(':', ''),
    notBefore: certificate.validFromDate,
    notAfter: certificate.validToDate,
  }
}

/** Throws if it has already expired: it would be accepted and never work. */
export function refuseExpired({ der }: Pick<Certificate, 'der'>, now: Date): void {
  const { notAfter, subject } = certificateFacts({ der })
  if (notAfter > now) return
  throw new DomainError(
    'request-invalid',
    `The certificate of '${subject}' expired at ${notAfter.toISOString()}. Register one that is still good.`,
  )
}

function parse(input: string | Uint8Array): X509Certificate {
  try {
    return new X509Certificate(input)
  } catch (cause) {
    throw new DomainError('request-invalid', 'This is not a certificate in PEM or DER form.', {
      cause,
    })
  }
}
