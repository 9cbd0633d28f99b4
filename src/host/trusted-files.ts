/** What the operator's files make this server trust and show: TPM makers' roots, and a certificate of its own. */
import type { Config } from './config.ts'
import type { Log } from './log.ts'
import { certificateWarning, ownCertificate } from './own-certificate.ts'
import { readTpmRoots } from './tpm-roots.ts'

export async function trustedRoots({ tpmRoots }: Config, log: Log) {
  if (tpmRoots === undefined) return []
  const { certificates, digest } = await readTpmRoots(tpmRoots)
  log.info({ certificates: certificates.length, sha256: digest }, 'TPM manufacturers are trusted')
  return certificates
}

export function certificateFor({ dataDir, publicUrl }: Config) {
  return { dataDir, hosts: publicUrl === undefined ? [] : [new URL(publicUrl).hostname] }
}

/** Undefined: Taxiway makes and renews its own. */
export async function ownCertificateOf({ tls }: Config, log: Log) {
  const own = tls && (await ownCertificate(tls))
  const warning = certificateWarning(own?.cert, new Date())
  if (warning !== undefined) log.warn(warning)
  return own
}
