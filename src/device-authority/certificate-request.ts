/**
 * PKCS #10 requests of devices. Windows puts '!' and a final zero byte into a PrintableString, which allows neither;
 * strict readers refuse that. Nothing of a request gets into the certificate but its key.
 */
import 'reflect-metadata'
import { createPublicKey, type KeyObject } from 'node:crypto'
import { Pkcs10CertificateRequest } from '@peculiar/x509'
import { UnusableRequest } from './device-certificates.ts'

export type CertificateRequest = {
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Buffer
  /** What Windows adds in an extension of its own; undefined: nothing. */
  readonly deviceId: string | undefined
}

const deviceIdExtension = '1.3.6.1.4.1.311.66.1.0'
/** Bits of an RSA modulus. */
const rsaBits = { min: 2_048, max: 4_096 }
const curves = ['prime256v1', 'secp384r1']

/** Throws UnusableRequest. */
export async function readCertificateRequest(der: Uint8Array): Promise<CertificateRequest> {
  const request = parsed(der)
  const key = publicKeyOf(request)
  refuseWeak(key)
  if (!(await isSigned(request)))
    throw new UnusableRequest('The request is not signed by the key that it is for.')
  return {
    publicKey: key.export({ format: 'der', type: 'spki' }),
    deviceId: deviceIdOf(request),
  }
}

function parsed(der: Uint8Array): Pkcs10CertificateRequest {
  try {
    return new Pkcs10CertificateRequest(Uint8Array.from(der))
  } catch (cause) {
    throw new UnusableRequest('This is not a PKCS #10 certificate request.', { cause })
  }
}

function publicKeyOf(request: Pkcs10CertificateRequest): KeyObject {
  try {
    return createPublicKey({
      key: Buffer.from(request.publicKey.rawData),
      format: 'der',
      type: 'spki',
    })
  } catch (cause) {
    throw new UnusableRequest('The public key of the request cannot be read.', { cause })
  }
}

function refuseWeak({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): void {
  const { modulusLength = 0, namedCurve = '' } = asymmetricKeyDetails ?? {}
  const isRsa =
    asymmetricKeyType === 'rsa' && modulusLength >= rsaBits.min && modulusLength <= rsaBits.max
  const isCurve = asymmetricKeyType === 'ec' && curves.includes(namedCurve)
  if (!isRsa && !isCurve)
    throw new UnusableRequest(
      `The key must be RSA of ${rsaBits.min} to ${rsaBits.max} bits, or on the curve P-256 or P-384.`,
    )
}

async function isSigned(request: Pkcs10CertificateRequest): Promise<boolean> {
  try {
    return await request.verify()
  } catch {
    return false
  }
}

/** The value is bare text that ends in a zero byte, not DER as it should be. */
function deviceIdOf(request: Pkcs10CertificateRequest): string | undefined {
  const value = request.extensions.find(({ type }) => type === deviceIdExtension)?.value
  return value === undefined ? undefined : Buffer.from(value).toString('latin1').replace(/\0+$/, '')
}
