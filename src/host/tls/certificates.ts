/**
 * X.509 certificates for this installation: elliptic curve P-256, made with WebCrypto.
 *
 * The authority is constrained to the names it was made for, so that a stolen key cannot impersonate
 * any other name on the machines that trust it.
 */
import 'reflect-metadata'
import {
  createPrivateKey,
  createPublicKey,
  randomBytes,
  webcrypto,
  X509Certificate,
} from 'node:crypto'
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
import {
  decodeNameConstraints,
  encodeNameConstraints,
  nameConstraintsId,
  type PermittedName,
  permit,
} from './name-constraints.ts'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const day = 24 * 60 * 60 * 1_000
const authorityLifetime = 3_650 * day
/** Browsers refuse server certificates that live longer. */
const serverLifetime = 397 * day
const renewBefore = 30 * day
/** Allows for clients' clocks being slow. */
const slack = 60 * 60 * 1_000

/** PEM of an authority's certificate and private key. */
export type Authority = { readonly cert: string; readonly key: string }

/** PEM of a new private key. */
export async function makeKey(): Promise<string> {
  const { privateKey } = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', privateKey))
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  return key.export({ format: 'pem', type: 'pkcs8' }).toString()
}

/** Whether this is the PEM of a private key that can sign here. */
export function isKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyDetails?.namedCurve === 'prime256v1'
  } catch {
    return false
  }
}

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

/** What the authority may sign for. */
export function permittedNames(authority: Authority): readonly PermittedName[] {
  const limits = new PeculiarCertificate(authority.cert).getExtension(nameConstraintsId)
  return limits === null ? [] : decodeNameConstraints(limits.value)
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

/** Whether a stored authority is still usable: right key, all names, and enough time left for a server certificate. */
export function isAuthorityUsable(authority: Authority, names: readonly string[]): boolean {
  try {
    const certificate = new X509Certificate(authority.cert)
    const permitted = permittedNames(authority)
    return (
      certificate.checkPrivateKey(createPrivateKey(authority.key)) &&
      timeLeft(certificate) > serverLifetime &&
      names.every((name) => permitted.includes(permit(name)))
    )
  } catch {
    return false
  }
}

/** Whether a stored certificate is still usable: right key, this authority, all names, and time left. */
export function isServerCertificateUsable(
  cert: string,
  key: string,
  { names, authority }: { names: readonly string[]; authority: Authority },
): boolean {
  try {
    const server = new X509Certificate(cert)
    const covers = (name: string) =>
      (isIP(name) === 0 ? server.checkHost(name) : server.checkIP(name)) !== undefined
    return (
      names.every(covers) &&
      cert.endsWith(authority.cert) &&
      server.verify(new X509Certificate(authority.cert).publicKey) &&
      server.checkPrivateKey(createPrivateKey(key)) &&
      timeLeft(server) > renewBefore
    )
  } catch {
    return false
  }
}

function timeLeft(certificate: X509Certificate): number {
  return certificate.validToDate.getTime() - Date.now()
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
