/** How applications prove themselves: by a secret or by an assertion signed with a registered key. */
import { constants, createPublicKey, verify } from 'node:crypto'
import Provider from 'oidc-provider'
import { checkSecret } from '../../core/applications/application.ts'
import { type CertificateKey, certificateKey } from '../../core/applications/certificate.ts'
import { isExpired } from '../../core/applications/public-key.ts'
import { askedHeader } from './ask-provider.ts'
import { applicationOf } from './client-adapter.ts'
import { expiredSecret, wrongSecret } from './faults/client-faults.ts'
import { Refused } from './faults/fault.ts'
import { assertionOutOfTime, wrongAssertion } from './faults/sign-in-faults.ts'
import type { ClientProof } from './token-claims.ts'

/** Longest life of an assertion in seconds: until its end its id must be remembered. */
const maxAssertionLength = 24 * 3600

/** Teaches `provider` to compare a secret with the digests that we keep. */
export function checkSecretsWith(provider: Provider, now: () => Date): void {
  provider.Client.prototype.compareClientSecret = function (secret) {
    const { id, secrets } = applicationOf(this)
    const result = checkSecret(secrets, secret, now())
    if (result === 'expired') throw new Refused(expiredSecret(id))
    if (result === 'wrong') throw new Refused(wrongSecret(id))
    return true
  }
}

/** A tenant goes by several names, and an assertion is for the address by the name that its client knows. */
export function acceptAskedAddress(provider: Provider): void {
  const { prototype } = provider.OIDCContext
  const expected = prototype.clientJwtAuthExpectedAudience
  prototype.clientJwtAuthExpectedAudience = function () {
    return expected.call(this).add(Provider.ctx?.get(askedHeader) ?? '')
  }
}

type Header = Readonly<Record<string, unknown>>

/**
 * What remains to be checked once the signature was found right with one of the application's keys: that it is one
 * which the assertion names, and if a certificate holds it, that this is within its dates.
 */
export function checkAssertion(
  client: object,
  { header, expiresAt, now }: { header: Header; expiresAt: number; now: Date },
): void {
  if (expiresAt - now.getTime() / 1000 > maxAssertionLength) throw new Refused(assertionOutOfTime)
  const { certificates, keys: bare } = applicationOf(client)
  const isSigner = signerOf(Provider.ctx?.oidc?.params?.['client_assertion'])
  const named = certificates.map(certificateKey).filter((key) => names(header, key))
  const signer = namesCertificate(header) ? undefined : bare.find(isSigner)
  if (signer !== undefined && isExpired(signer, now))
    throw new Refused(wrongAssertion('The key has expired.'))
  if (signer !== undefined) return
  if (named.length === 0) throw new Refused(wrongAssertion('The key was not found.'))
  if (
    !named.filter(isSigner).some(({ notBefore, notAfter }) => notBefore <= now && now <= notAfter)
  )
    throw new Refused(wrongAssertion('The certificate is not within its valid time range.'))
}

function namesCertificate(header: Header): boolean {
  return header['x5t#S256'] !== undefined || header['x5t'] !== undefined
}

/** Whether a key has made the signature: of several keys that may, one can have expired. */
function signerOf(
  assertion: unknown,
): (key: { readonly n: string; readonly e: string }) => boolean {
  const [head = '', body = '', signature = ''] = String(assertion).split('.')
  const { alg } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { alg?: unknown }
  const padding =
    alg === 'PS256'
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : { padding: constants.RSA_PKCS1_PADDING }
  const signed = Buffer.from(`${head}.${body}`)
  return ({ n, e }) => {
    const key = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' })
    return verify('sha256', signed, { key, ...padding }, Buffer.from(signature, 'base64url'))
  }
}

/** An assertion that names no certificate may be of any of them. */
function names(header: Header, { x5t, x5tS256 }: CertificateKey): boolean {
  if (header['x5t#S256'] !== undefined) return header['x5t#S256'] === x5tS256
  return header['x5t'] === undefined || header['x5t'] === x5t
}

/** As a token states it. */
export function proofOf(method: string | undefined): ClientProof {
  if (method === 'private_key_jwt' || method === 'self_signed_tls_client_auth') return '2'
  return method === 'none' ? '0' : '1'
}
