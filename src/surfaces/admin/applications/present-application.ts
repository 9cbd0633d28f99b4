/** Applications, their secrets and certificates as they are answered: what is not named here does not leave the server. */
import type {
  ApplicationCertificate,
  ApplicationKey,
  ApplicationSecret,
  Application as WireApplication,
} from 'taxiway-autopilot/admin'
import type { Application } from '../../../core/applications/application.ts'
import type { NamedCertificate } from '../../../core/applications/application-certificates.ts'
import type { SecretName } from '../../../core/applications/application-secrets.ts'
import { certificateFacts } from '../../../core/applications/certificate.ts'
import { keyThumbprint, type PublicKey } from '../../../core/applications/public-key.ts'

export function presentApplication(of: Application): WireApplication {
  const { id, objectId, displayName, enabled, roles, signIn } = of
  return {
    applicationId: id,
    objectId,
    displayName,
    enabled,
    roles: [...roles],
    kind: signIn.kind,
    redirectUris: [...signIn.redirectUris],
    delegatedScopes: [...signIn.delegatedScopes],
    consentedScopes: [...signIn.consentedScopes],
  }
}

export function presentCertificate(of: NamedCertificate): ApplicationCertificate {
  const { subject, thumbprint, thumbprintSha256, notBefore, notAfter } = certificateFacts(of)
  return {
    id: of.id,
    displayName: of.displayName,
    subject,
    thumbprint,
    thumbprintSha256,
    notBefore: notBefore.toISOString(),
    expiresAt: notAfter.toISOString(),
  }
}

export function presentKey(of: PublicKey): ApplicationKey {
  return {
    id: keyThumbprint(of),
    kid: of.kid,
    bits: Buffer.from(of.n, 'base64url').length * 8,
    expiresAt: of.expiresAt?.toISOString() ?? null,
  }
}

export function presentSecret({
  id,
  displayName,
  hint,
  createdAt,
  expiresAt,
}: SecretName): ApplicationSecret {
  return {
    id,
    displayName,
    hint,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
  }
}
