/** Issues this installation's X.509 certificates: elliptic curve P-256, made with WebCrypto. */
import 'reflect-metadata'
import { createPrivateKey, createPublicKey, randomBytes, webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509Certificate as PeculiarCertificate,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { type Authority, algorithm, day, serverLifetime } from './certificates.ts'
import { encodeNameConstraints, nameConstraintsId, type PermittedName } from './name-constraints.ts'

const authorityLifetime = 3_650 * day
/** Allows for clients' clocks being slow. */
const slack = 60 * 60 * 1_000

/** PEM of an authority's certificate for this key, limited to what `permitted` says. */
export async function makeAuthority(
  key: string,
  permitted: readonly PermittedName[],
): Promise<Authority> {
  const keys = await pairOf(key)
  const now = Date.now()
  const certificate = await X509CertificateGenerator.createSelfSigned({
    // Named after its key: one client may trust several installations.
    name: `CN=Taxiway local CA ${shortName(key)}, O=Taxiway`,
    serialNumber: serialNumber(),
    notBefore: new Date(now - slack),
    notAfter: new Date(now - slack + authorityLifetime),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new Extension(nameConstraintsId, true, encodeNameConstraints(permitted)),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { cert: `${certificate.toString('pem')}\n`, key }
}

/** PEM of a certificate for these names and addresses and this key, followed by the authority's. */
export async function makeServerCertificate(
  authority: Authority,
  key: string,
  names: readonly string[],
): Promise<string> {
  const issuer = new PeculiarCertificate(authority.cert)
  const { publicKey } = await pairOf(key)
  const now = Date.now()
  const certificate = await X509CertificateGenerator.create({
    subject: 'CN=Taxiway, O=Taxiway',
    issuer: issuer.subject,
    serialNumber: serialNumber(),
    notBefore: new Date(now - slack),
    notAfter: new Date(now - slack + serverLifetime),
    signingAlgorithm: algorithm,
    publicKey,
    signingKey: (await pairOf(authority.key)).privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })),
      ),
      await AuthorityKeyIdentifierExtension.create(issuer),
      await SubjectKeyIdentifierExtension.create(publicKey),
    ],
  })
  return `${certificate.toString('pem')}\n${authority.cert}`
}

/** Sixteen random bytes, the first of them from 1 to 127: a positive number in its shortest form. */
function serialNumber(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01
  return bytes.toString('hex')
}

function shortName(key: string): string {
  const der = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return der.subarray(-4).toString('hex')
}

async function pairOf(pem: string): Promise<webcrypto.CryptoKeyPair> {
  const { subtle } = webcrypto
  const secret = createPrivateKey(pem).export({ format: 'der', type: 'pkcs8' })
  const open = createPublicKey(pem).export({ format: 'der', type: 'spki' })
  return {
    privateKey: await subtle.importKey('pkcs8', secret, algorithm, true, ['sign']),
    publicKey: await subtle.importKey('spki', open, algorithm, true, ['verify']),
  }
}
