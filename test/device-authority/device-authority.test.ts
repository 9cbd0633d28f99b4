/** Certificates of devices: what is issued, for what is asked, and what signs as whom. */
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { certificateRequest } from '../../packages/device/src/enrollment/certificate-request.ts'
import { signedData } from '../../packages/device/src/enrollment/signed-data.ts'
import { issueCertificate, makeDeviceAuthority } from '../../src/device-authority/authority.ts'
import { readCertificateRequest } from '../../src/device-authority/certificate-request.ts'
import { canIssue } from '../../src/device-authority/device-certificates.ts'
import { readSignedData } from '../../src/device-authority/signed-data.ts'

const now = new Date('2027-03-04T05:06:07Z')
const later = (days: number) => new Date(now.getTime() + days * 86_400_000)
const deviceId = '0123456789ABCDEF0123456789ABCDEF'
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
const authority = await makeDeviceAuthority(now)
const issued = await issueFor(deviceId)
const device = { certificate: issued.der, privateKey }

async function issueFor(id: string) {
  const { publicKey } = await readCertificateRequest(certificateRequest(privateKey, id))
  return await issueCertificate(authority, { deviceId: id, publicKey }, now)
}

test('the request of Windows is read with its zero bytes, and only its key gets into the certificate', async () => {
  const request = await readCertificateRequest(certificateRequest(privateKey, deviceId))
  expect(request.deviceId).toBe(deviceId)
  const leaf = new X509Certificate(issued.der)
  const issuer = new X509Certificate(authority.certificate)
  expect(leaf.verify(issuer.publicKey)).toBe(true)
  expect(leaf.checkIssued(issuer)).toBe(true)
  expect(leaf.subject.split('\n').at(-1)).toBe(`CN=${deviceId}`)
  expect(leaf.subject.split('\n').slice(0, 2)).toEqual(issuer.subject.split('\n').slice(0, 2))
  expect(leaf.ca).toBe(false)
  expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2'])
  expect(leaf.serialNumber.toLowerCase()).toBe(issued.serialNumber)
  expect(issued.serialNumber).toMatch(/^[0-9a-f]{32}$/)
  expect(leaf.validToDate.getTime() - now.getTime()).toBe(365 * 86_400_000)
})

test('the authority may name devices of its own organization, and no host, address or mailbox', () => {
  const text = Buffer.from(authority.certificate).toString('latin1')
  // The extension: permitted [0] with a directory name [4], excluded [1] with the empty DNS name [2].
  expect(text).toContain('Taxiway device management')
  expect(new X509Certificate(authority.certificate).ca).toBe(true)
  const at = authority.certificate.indexOf(Buffer.from('0603551d1e0101ff', 'hex'))
  expect(at).toBeGreaterThan(0)
  const extension = authority.certificate.subarray(at, at + 220).toString('hex')
  // Empty names of hosts, mailboxes and addresses on the web, and all of both kinds of network.
  for (const excluded of ['30028200', '30028100', '30028600', `300a8708${'00'.repeat(8)}`])
    expect(extension).toContain(excluded)
  expect(extension).toContain(`30228720${'00'.repeat(32)}`)
})

test('a name that is not of the device’s own making stays one name', async () => {
  const odd = 'A,CN=root+O=Evil"\\'
  const { der } = await issueFor(odd)
  const { subject } = new X509Certificate(der)
  expect(subject.split('\n')).toHaveLength(3)
})

test('nothing is issued beyond the authority’s own end', () => {
  expect(canIssue(authority, now)).toBe(true)
  expect(canIssue(authority, later(3_650 - 367))).toBe(true)
  expect(canIssue(authority, later(3_650 - 365))).toBe(false)
})

test.each([
  ['no request', () => Buffer.from('nothing')],
  ['a bent signature', () => bent(certificateRequest(privateKey, deviceId), -5)],
  ['a bent key', () => bent(certificateRequest(privateKey, deviceId), 200)],
  ['half of it', () => certificateRequest(privateKey, deviceId).subarray(0, 300)],
  [
    'a weak key',
    () =>
      certificateRequest(generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey, deviceId),
  ],
])('a request with %s gets no certificate', async (_, request) => {
  await expect(readCertificateRequest(request())).rejects.toThrow(/request|key/)
})

test('a signature holds for its message, its certificate and its time', async () => {
  const message = Buffer.from('<SyncML/>')
  const read = readSignedData(signedData(message, device, { at: now }))
  expect(read?.signerSerial).toBe(issued.serialNumber)
  expect(read?.signingTime).toEqual(now)
  expect(read?.content).toBeUndefined()
  expect(read?.isSignedBy(issued.der, message)).toBe(true)
  expect(read?.isSignedBy(issued.der, Buffer.from('<SyncML />'))).toBe(false)
  expect(read?.isSignedBy(issued.der)).toBe(false)
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey
  const forged = readSignedData(
    signedData(message, { ...device, privateKey: stranger }, { at: now }),
  )
  expect(forged?.signerSerial).toBe(issued.serialNumber)
  expect(forged?.isSignedBy(issued.der, message)).toBe(false)
})

test('a renewal has its request inside', () => {
  const request = certificateRequest(privateKey, deviceId)
  const read = readSignedData(signedData(request, device, { at: now, attached: true }))
  expect(read?.content).toEqual(request)
  expect(read?.isSignedBy(issued.der)).toBe(true)
})

test('no bent byte makes a signature of another message or signer good, and none throws', () => {
  const message = Buffer.from('<SyncML/>')
  const der = signedData(message, device, { at: now })
  for (let at = 0; at < der.length; at += 29) {
    const read = readSignedData(bent(der, at))
    const isGood = read?.isSignedBy(issued.der, message) ?? false
    // What is left alone: the certificate inside, and names that nothing here reads.
    if (isGood) expect(read?.signingTime).toEqual(now)
  }
  expect(readSignedData(Buffer.from('3080'.repeat(4_000), 'hex'))).toBeUndefined()
})

function bent(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  const place = at < 0 ? copy.length + at : at
  copy[place] = (copy[place] ?? 0) ^ 1
  return copy
}
