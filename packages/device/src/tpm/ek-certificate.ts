/**
 * Whether a TPM manufacturer vouches for an endorsement key: its certificate, up to a root that the operator
 * trusts. No roots are included; manufacturers publish them, and so do collections (docs/first-boot.md).
 */
import type { X509Certificate } from 'node:crypto'

/** tcg-kp-EKCertificate. [TCG EK Credential Profile 2.5, 3.2.16] */
const endorsementUse = '2.23.133.8.1'
const maxDepth = 6

/** `trusted`: roots and, since TPMs hold none, the intermediates below them. */
export function isMakersKey(
  certificate: X509Certificate,
  trusted: readonly X509Certificate[],
  now: Date,
): boolean {
  if (certificate.ca || !certificate.keyUsage?.includes(endorsementUse)) return false
  return leadsToRoot(certificate, { trusted, now, depth: 0 })
}

type Search = {
  readonly trusted: readonly X509Certificate[]
  readonly now: Date
  readonly depth: number
}

function leadsToRoot(certificate: X509Certificate, search: Search): boolean {
  const { trusted, now, depth } = search
  if (depth > maxDepth || !isValid(certificate, now)) return false
  const issuers = trusted.filter(
    (each) => each.ca && certificate.checkIssued(each) && certificate.verify(each.publicKey),
  )
  return issuers.some(
    (issuer) =>
      (isRoot(issuer) && isValid(issuer, now)) ||
      (issuer.fingerprint256 !== certificate.fingerprint256 &&
        leadsToRoot(issuer, { ...search, depth: depth + 1 })),
  )
}

function isRoot(certificate: X509Certificate): boolean {
  return certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey)
}

/** Node knows no year beyond 9999, which some makers write: such a certificate does not end. */
function isValid({ validFromDate, validToDate }: X509Certificate, now: Date): boolean {
  const ends = validToDate.getTime()
  return validFromDate <= now && (Number.isNaN(ends) || now.getTime() < ends)
}
