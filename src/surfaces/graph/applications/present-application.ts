/** Applications on the wire. Secrets never; certificates by their thumbprints. */
import { type GraphApplication, graphApplicationId } from 'taxiway-autopilot'
import type { Application } from '../../../core/applications/application.ts'
import type { NamedCertificate } from '../../../core/applications/application-certificates.ts'
import type { SecretName } from '../../../core/applications/application-secrets.ts'
import { certificateFacts } from '../../../core/applications/certificate.ts'
import { idOfPermission } from '../../../core/applications/graph-permission.ts'
import { time } from '../present-time.ts'

/** An application with what it proves itself by. */
export type Proved = {
  readonly application: Application
  readonly secrets: readonly SecretName[]
  readonly certificates: readonly NamedCertificate[]
}

export function presentApplication(
  { application, secrets, certificates }: Proved,
  publisherDomain: string | null,
): GraphApplication {
  const { kind, redirectUris } = application.signIn
  const urisOf = (wanted: typeof kind) => ({ redirectUris: kind === wanted ? redirectUris : [] })
  return {
    id: application.registrationId,
    appId: application.id,
    displayName: application.displayName,
    createdDateTime: time(application.createdAt),
    publisherDomain,
    signInAudience: 'AzureADMyOrg',
    identifierUris: [],
    isFallbackPublicClient: kind === 'native',
    web: urisOf('web'),
    spa: urisOf('spa'),
    publicClient: urisOf('native'),
    requiredResourceAccess: requiredAccess(application),
    passwordCredentials: secrets.map(presentSecret),
    keyCredentials: certificates.map(presentCertificate),
  }
}

function requiredAccess({
  requestedRoles,
  signIn,
}: Application): GraphApplication['requiredResourceAccess'] {
  const wanted = [
    ...requestedRoles.map((name) => ({ id: idOfPermission('role', name), type: 'Role' })),
    ...signIn.delegatedScopes.map((name) => ({ id: idOfPermission('scope', name), type: 'Scope' })),
  ]
  const resourceAccess = wanted.flatMap(({ id, type }) => (id === undefined ? [] : [{ id, type }]))
  if (resourceAccess.length === 0) return []
  return [{ resourceAppId: graphApplicationId, resourceAccess }]
}

export function presentSecret(secret: SecretName): GraphApplication['passwordCredentials'][number] {
  return {
    customKeyIdentifier: null,
    displayName: secret.displayName,
    endDateTime: secret.expiresAt ? time(secret.expiresAt) : null,
    hint: secret.hint,
    keyId: secret.id,
    secretText: null,
    startDateTime: time(secret.createdAt),
  }
}

export function presentCertificate({
  id,
  der,
  displayName,
}: NamedCertificate): GraphApplication['keyCredentials'][number] {
  const facts = certificateFacts({ der })
  return {
    customKeyIdentifier: facts.thumbprint,
    displayName: displayName ?? facts.subject,
    endDateTime: time(facts.notAfter),
    key: null,
    keyId: id,
    startDateTime: time(facts.notBefore),
    type: 'AsymmetricX509Cert',
    usage: 'Verify',
  }
}
