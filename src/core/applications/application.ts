/**
 * Applications: programs that sign in as themselves with a secret or a certificate, and that people sign in to.
 *
 * A secret is generated here from 256 random bits, shown once and stored only as a plain SHA-256: a slow hash
 * protects secrets that can be guessed, which these cannot, and would slow down every token request.
 */
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto'
import { DomainError } from '../errors.ts'
import { generatedSecret } from '../generated-secret.ts'
import type { ApplicationId, TenantId } from '../ids.ts'
import { parseUuid } from '../uuid.ts'
import type { SignInSettings } from './application-kind.ts'
import type { Certificate } from './certificate.ts'
import type { PublicKey } from './public-key.ts'

/** A secret as stored; absent `expiresAt` = it never expires. */
export type StoredSecret = { readonly digest: Uint8Array; readonly expiresAt?: Date }

export type Application = {
  readonly tenantId: TenantId
  readonly id: ApplicationId
  readonly displayName: string
  /** The id of its registration, which Graph shows separately. */
  readonly registrationId: string
  /** False: someone has disabled it; it gets no tokens, and its existing tokens are rejected. */
  readonly enabled: boolean
  /** False: nothing stands for it in the tenant yet, and it gets no tokens. */
  readonly hasPrincipal: boolean
  /** What it asks for as itself, which nobody has given it by that. */
  readonly requestedRoles: readonly string[]
  /** The service principal that stands for the application in this tenant. */
  readonly objectId: string
  readonly createdAt: Date
  readonly roles: readonly string[]
  readonly secrets: readonly StoredSecret[]
  readonly certificates: readonly Certificate[]
  readonly keys: readonly PublicKey[]
  readonly signIn: SignInSettings
}

export type NewApplication = Omit<
  Application,
  | 'certificates'
  | 'keys'
  | 'signIn'
  | 'registrationId'
  | 'createdAt'
  | 'enabled'
  | 'hasPrincipal'
  | 'requestedRoles'
>

export type Applications = {
  find(tenantId: TenantId, id: string): Promise<Application | undefined>
  /** As `find`, and nobody else changes it until the transaction ends. */
  hold(tenantId: TenantId, id: string): Promise<Application | undefined>
  list(tenantId: TenantId): Promise<readonly Application[]>
  /** Creates it, or updates the name and roles of the existing one; then adds missing secrets. */
  ensure(application: NewApplication): Promise<void>
  /** Disables or enables it. */
  setEnabled(tenantId: TenantId, id: ApplicationId, enabled: boolean): Promise<void>
  setRegistration(
    tenantId: TenantId,
    id: ApplicationId,
    change: Partial<Pick<Application, 'hasPrincipal' | 'requestedRoles'>>,
  ): Promise<void>
  /** Goes with its secrets, its certificates and what was assigned to it. */
  remove(tenantId: TenantId, id: ApplicationId): Promise<void>
  /** Replaces how people sign in to an existing application. */
  setSignIn(tenantId: TenantId, id: ApplicationId, settings: SignInSettings): Promise<void>
  /** Consents to further scopes for everybody in the tenant. */
  consent(tenantId: TenantId, id: ApplicationId, scopes: readonly string[]): Promise<void>
  /** Withdraws the consent given for everybody in the tenant. */
  withdrawConsent(tenantId: TenantId, id: ApplicationId): Promise<void>
  /** Adding the same certificate twice has no further effect. */
  addCertificate(tenantId: TenantId, id: ApplicationId, certificate: Certificate): Promise<void>
  /** Adding the same key again changes what its owner calls it. */
  addKey(tenantId: TenantId, id: ApplicationId, key: PublicKey): Promise<void>
  removeKey(tenantId: TenantId, id: ApplicationId, key: PublicKey): Promise<void>
}

/** What was requested; an absent id or secret is generated. The secret does not expire. */
export type ApplicationRequest = {
  readonly tenantId: TenantId
  readonly displayName: string
  readonly roles: readonly string[]
  readonly id?: string
  readonly secret?: string
}

/** What to show the application's owner; `secret` cannot be read again later. */
export type ApplicationCredentials = {
  readonly applicationId: ApplicationId
  readonly secret: string
}

export function newSecret(): string {
  return generatedSecret(32)
}

/** Creates an application, or updates the one with the same id; repeating the request changes nothing. */
export async function createApplication(
  applications: Pick<Applications, 'ensure'>,
  request: ApplicationRequest,
): Promise<ApplicationCredentials> {
  const id = parseUuid(request.id ?? randomUUID()) as ApplicationId | undefined
  if (id === undefined) {
    throw new DomainError('request-invalid', `The application id "${request.id}" is not a UUID.`)
  }
  const secret = request.secret ?? newSecret()
  await applications.ensure({
    tenantId: request.tenantId,
    id,
    displayName: request.displayName,
    objectId: randomUUID(),
    roles: request.roles,
    secrets: [{ digest: digestSecret(secret) }],
  })
  return { applicationId: id, secret }
}

/** Whether `secret` is one of the application's: `expired` if only an expired one matches. */
export function checkSecret(
  secrets: readonly StoredSecret[],
  secret: string,
  now: Date,
): 'valid' | 'expired' | 'wrong' {
  const digest = digestSecret(secret)
  // All stored secrets are compared, so that timing does not reveal which one matched.
  const matching = secrets.filter((stored) => timingSafeEqual(stored.digest, digest))
  if (matching.length === 0) return 'wrong'
  return matching.some(({ expiresAt }) => expiresAt === undefined || expiresAt > now)
    ? 'valid'
    : 'expired'
}

/** The digest that is stored. */
export function digestSecret(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest()
}
