/** Certificates as an administrator makes them for a program: self-signed, with their private keys. */
import 'reflect-metadata'
import { KeyObject, webcrypto } from 'node:crypto'
import { X509CertificateGenerator } from '@peculiar/x509'

const day = 24 * 3600_000

export type RobotCertificate = {
  readonly keys: webcrypto.CryptoKeyPair
  readonly certificate: string
  readonly privateKey: string
}

/** `from` and `until` in ms from now; yesterday to tomorrow when absent. PEM both. */
export async function robotCertificate({
  from = -day,
  until = day,
} = {}): Promise<RobotCertificate> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  }
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=robot',
    notBefore: new Date(Date.now() + from),
    notAfter: new Date(Date.now() + until),
    keys,
    signingAlgorithm: algorithm,
  })
  const privateKey = KeyObject.from(keys.privateKey).export({ format: 'pem', type: 'pkcs8' })
  return { keys, certificate: certificate.toString('pem'), privateKey: String(privateKey) }
}
