/** A maker of TPMs that does not exist, and the certificates that it gives to endorsement keys. */
import 'reflect-metadata'
import { type KeyObject, webcrypto, X509Certificate } from 'node:crypto'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  type X509Certificate as PeculiarCertificate,
  X509CertificateGenerator,
} from '@peculiar/x509'

const day = 24 * 3600_000
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
/** tcg-kp-EKCertificate. */
export const endorsementUse = '2.23.133.8.1'

export type TpmMaker = {
  readonly certificate: X509Certificate
  /** A maker below this one, as real makers have them. */
  below(name: string): Promise<TpmMaker>
  /** DER for an endorsement key; `until` in ms from now. */
  certify(
    key: KeyObject,
    options?: { readonly use?: string; readonly until?: number },
  ): Promise<Buffer>
}

export async function tpmMaker(name: string): Promise<TpmMaker> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    serialNumber: '01',
    ...validity(day),
    keys,
    signingAlgorithm: algorithm,
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
  })
  return makerOf(certificate, keys.privateKey)
}

function makerOf(own: PeculiarCertificate, signingKey: webcrypto.CryptoKey): TpmMaker {
  const signed = { issuer: own.subject, signingAlgorithm: algorithm, signingKey }
  return {
    certificate: new X509Certificate(Buffer.from(own.rawData)),
    async below(name) {
      const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
      const certificate = await X509CertificateGenerator.create({
        ...signed,
        subject: `CN=${name}`,
        serialNumber: '02',
        ...validity(day),
        publicKey: keys.publicKey,
        extensions: [new BasicConstraintsExtension(true, undefined, true)],
      })
      return makerOf(certificate, keys.privateKey)
    },
    async certify(key, { use = endorsementUse, until = day } = {}) {
      const certificate = await X509CertificateGenerator.create({
        ...signed,
        subject: 'CN=a TPM',
        serialNumber: '03',
        ...validity(until),
        publicKey: await imported(key),
        extensions: [
          new BasicConstraintsExtension(false, undefined, true),
          new ExtendedKeyUsageExtension([use]),
        ],
      })
      return Buffer.from(certificate.rawData)
    },
  }
}

function validity(until: number) {
  return { notBefore: new Date(Date.now() - 2 * day), notAfter: new Date(Date.now() + until) }
}

async function imported(key: KeyObject): Promise<webcrypto.CryptoKey> {
  const der = key.export({ format: 'der', type: 'spki' })
  const of =
    key.asymmetricKeyType === 'rsa'
      ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
      : {
          name: 'ECDSA',
          namedCurve: key.asymmetricKeyDetails?.namedCurve === 'secp384r1' ? 'P-384' : 'P-256',
        }
  return await webcrypto.subtle.importKey('spki', der, of, true, ['verify'])
}
