/**
 * The authority whose certificates enrolled devices prove themselves with: P-256, apart from the one for HTTPS.
 *
 * It can name devices of this installation and nothing else: certificates with any other subject, or for any host,
 * address or mailbox, are outside what it is permitted to sign.
 */
import 'reflect-metadata'
import { createHash, createPrivateKey, randomBytes, webcrypto } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import {
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  NameConstraints,
  Name as NameSchema,
} from '@peculiar/asn1-x509'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  type JsonName,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  X509Certificate as PeculiarCertificate,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'
import {
  certificateDays,
  type DeviceAuthority,
  type DeviceSubject,
  day,
  type IssuedCertificate,
} from './device-certificates.ts'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const authorityLifetime = 3_650 * day
/** For devices whose clock is slow. */
const slack = 60 * 60 * 1_000
const nameConstraintsId = '2.5.29.30'

export async function makeDeviceAuthority(now: Date): Promise<DeviceAuthority> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const id = randomBytes(4).toString('hex')
  const within = `O=Taxiway device management, OU=${id}`
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `${within}, CN=Taxiway device authority ${id}`,
    serialNumber: newSerialNumber(),
    notBefore: new Date(now.getTime() - slack),
    notAfter: new Date(now.getTime() + authorityLifetime),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]),
      new Extension(nameConstraintsId, true, onlyNamesWithin(within)),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return {
    certificate: Buffer.from(certificate.rawData),
    privateKey: Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)),
  }
}

/** Valid from now on: one that began earlier would be due for renewal earlier. */
export async function issueCertificate(
  authority: DeviceAuthority,
  { deviceId, publicKey }: DeviceSubject,
  now: Date,
): Promise<IssuedCertificate> {
  const issuer = new PeculiarCertificate(authority.certificate)
  const serialNumber = newSerialNumber()
  const issuedAt = new Date(now.getTime() - slack)
  const expiresAt = new Date(now.getTime() + certificateDays * day)
  const certificate = await X509CertificateGenerator.create({
    // Not as text, in which an id could end its name and begin another.
    subject: [...organizationOf(issuer), { CN: [deviceId] }],
    issuer: issuer.subject,
    serialNumber,
    notBefore: issuedAt,
    notAfter: expiresAt,
    signingAlgorithm: algorithm,
    publicKey: Uint8Array.from(publicKey),
    signingKey: await signingKeyOf(authority),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]),
      await AuthorityKeyIdentifierExtension.create(issuer),
    ],
  })
  const der = Buffer.from(certificate.rawData)
  const fingerprint = createHash('sha256').update(der).digest()
  return { der, serialNumber, fingerprint, issuedAt, expiresAt }
}

function organizationOf(issuer: PeculiarCertificate): JsonName {
  return issuer.subjectName.toJSON().filter((each) => !('CN' in each))
}

async function signingKeyOf({ privateKey }: DeviceAuthority): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' })
  return await webcrypto.subtle.importKey(
    'pkcs8',
    der.export({ format: 'der', type: 'pkcs8' }),
    algorithm,
    false,
    ['sign'],
  )
}

/** Subjects that begin with this name, and no alternative names at all: an empty name excludes every one. */
function onlyNamesWithin(name: string): ArrayBuffer {
  const directoryName = AsnConvert.parse(new Name(name).toArrayBuffer(), NameSchema)
  const none = [
    new GeneralName({ dNSName: '' }),
    new GeneralName({ rfc822Name: '' }),
    new GeneralName({ uniformResourceIdentifier: '' }),
    new GeneralName({ iPAddress: '0.0.0.0/0.0.0.0' }),
    new GeneralName({ iPAddress: '::/0' }),
  ]
  const constraints = new NameConstraints({
    permittedSubtrees: new GeneralSubtrees([
      new GeneralSubtree({ base: new GeneralName({ directoryName }) }),
    ]),
    excludedSubtrees: new GeneralSubtrees(none.map((base) => new GeneralSubtree({ base }))),
  })
  return AsnConvert.serialize(constraints)
}

/** Sixteen random bytes, the first of them from 1 to 127: a positive number in its shortest form. */
function newSerialNumber(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01
  return bytes.toString('hex')
}
