/**
 * This installation's X.509 certificates, as far as a server looks at them each time it starts; they are issued by
 * `issue-certificates.ts`, which is loaded only then.
 *
 * The authority is constrained to the names it was made for, so that a stolen key cannot impersonate
 * any other name on the machines that trust it.
 */
import { createPrivateKey, webcrypto, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { namesPermittedBy, type PermittedName, permit } from './name-constraints.ts'

export const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
export const day = 24 * 60 * 60 * 1_000
/** Browsers refuse server certificates that live longer. */
export const serverLifetime = 397 * day
const renewBefore = 30 * day

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

/** What the authority may sign for. Throws where its certificate cannot be read. */
export function permittedNames(authority: Authority): readonly PermittedName[] {
  return namesPermittedBy(new X509Certificate(authority.cert).raw)
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
