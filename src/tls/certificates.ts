/** X.509 certificates for this installation: elliptic curve P-256, made with WebCrypto. */
import 'reflect-metadata'
import { createPrivateKey, randomBytes, webcrypto, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509Certificate as PeculiarCertificate,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'

cryptoProvider.set(webcrypto as unknown as Parameters<typeof cryptoProvider.set>[0])

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const day = 24 * 60 * 60 * 1_000
const authorityLife = 3_650 * day
/** Browsers refuse server certificates that live longer. */
const serverLife = 397 * day
const renewBefore = 30 * day

/** PEM of an authority's certificate and private key. */
export type Authority = { readonly cert: string; readonly key: string }

export async function makeAuthority(): Promise<string> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const now = Date.now()
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Taxiway local CA, O=Taxiway',
    serialNumber: serialNumber(),
    notBefore: new Date(now - day),
    notAfter: new Date(now + authorityLife),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return `${certificate.toString('pem')}\n${await pemOf(keys.privateKey)}`
}

/** A certificate for these names and addresses, and its key. */
export async function makeServerCertificate(
  { cert, key }: Authority,
  names: readonly string[],
): Promise<{ cert: string; key: string }> {
  const issuer = new PeculiarCertificate(cert)
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const now = Date.now()
  const certificate = await X509CertificateGenerator.create({
    subject: 'CN=Taxiway, O=Taxiway',
    issuer: issuer.subject,
    serialNumber: serialNumber(),
    notBefore: new Date(now - day),
    notAfter: new Date(now - day + serverLife),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: await signingKey(key),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) ? 'ip' : 'dns', value })),
      ),
      await AuthorityKeyIdentifierExtension.create(issuer),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { cert: `${certificate.toString('pem')}\n${cert}`, key: await pemOf(keys.privateKey) }
}

/** Whether the stored certificate still does: its key, this authority, all names, and time left. */
export function servesNames(
  cert: string,
  key: string,
  { names, authority }: { names: readonly string[]; authority: Authority },
): boolean {
  try {
    const server = new X509Certificate(cert)
    const known = names.every(
      (name) => (isIP(name) ? server.checkIP(name) : server.checkHost(name)) !== undefined,
    )
    const signed = server.verify(new X509Certificate(authority.cert).publicKey)
    const lasts = server.validToDate.getTime() - Date.now() > renewBefore
    return known && signed && lasts && server.checkPrivateKey(createPrivateKey(key))
  } catch {
    return false
  }
}

/** Sixteen random bytes, the first below 0x80 so that the number is positive. */
function serialNumber(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01
  return bytes.toString('hex')
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key))
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({
    format: 'pem',
    type: 'pkcs8',
  }) as string
}

async function signingKey(pem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(pem).export({ format: 'der', type: 'pkcs8' })
  return webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign'])
}
