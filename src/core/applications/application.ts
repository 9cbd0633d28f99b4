/**
 * Applications: programs that sign in as themselves with a secret or a certificate, and that people sign in to.
 *
 * A secret is made here with 256 random bits, shown once and kept as a plain SHA-256 only: a slow hash
 * protects guessable secrets and would cost every token request, and these cannot be guessed.
 */
import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { DomainError } from '../errors.ts'
import { type ApplicationId, parseUuid, type TenantId } from '../ids.ts'
import type { SignInSettings } from './application-kind.ts'
import type { Certificate } from './certificate.ts'

/** A secret as stored; absent `expiresAt` = it never expires. */
export type StoredSecret = { readonly digest: Uint8Array; readonly expiresAt?: Date }

export type Application = {
  readonly tenantId: TenantId
  readonly id: ApplicationId
  readonly displayName: string
  /** Its registration, which Graph names by an id of its own. */
  readonly registrationId: string
  /** False: somebody has stopped it; it gets no tokens, and those that it has are worth nothing. */
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
  readonly signIn: SignInSettings
}

export type NewApplication = Omit<
  Application,
  | 'certificates'
  | 'signIn'
  | 'registrationId'
  | 'createdAt'
  | 'enabled'
  | 'hasPrincipal'
  | 'requestedRoles'
>

export type Applications = {
  find(tenantId: TenantId, id: string): Promise<Application | undefined>
  list(tenantId: TenantId): Promise<readonly Application[]>
  /** Creates it, or brings name and roles of the existing one up to date; then adds missing secrets. */
  ensure(application: NewApplication): Promise<void>
  /** Stops it, or lets it work again. */
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
  /** Allows scopes for everybody in the tenant, besides those that are allowed already. */
  consent(tenantId: TenantId, id: ApplicationId, scopes: readonly string[]): Promise<void>
  /** Ends what was allowed for everybody in the tenant. */
  withdrawConsent(tenantId: TenantId, id: ApplicationId): Promise<void>
  /** Adding the same certificate twice is once. */
  addCertificate(tenantId: TenantId, id: ApplicationId, certificate: Certificate): Promise<void>
}

/** What is asked for; an absent id or secret is made up, an absent expiry means never. */
export type ApplicationRequest = {
  readonly tenantId: TenantId
  readonly displayName: string
  readonly roles: readonly string[]
  readonly id?: string
  readonly secret?: string
  readonly secretExpiresAt?: Date
}

/** What the application's owner must be told; `secret` cannot be read again later. */
export type ApplicationCredentials = {
  readonly applicationId: ApplicationId
  readonly secret: string
}

/** Creates an application, or updates the one of the same id; asked twice, the same request changes nothing. */
export async function createApplication(
  applications: Pick<Applications, 'ensure'>,
  request: ApplicationRequest,
): Promise<ApplicationCredentials> {
  const id = parseUuid(request.id ?? randomUUID()) as ApplicationId | undefined
  if (id === undefined) {
    throw new DomainError('request-invalid', `The application id "${request.id}" is not a UUID.`)
  }
  const secret = request.secret ?? randomBytes(32).toString('base64url')
  await applications.ensure({
    tenantId: request.tenantId,
    id,
    displayName: request.displayName,
    objectId: randomUUID(),
    roles: request.roles,
    secrets: [
      {
        digest: digestSecret(secret),
        ...(request.secretExpiresAt && { expiresAt: request.secretExpiresAt }),
      },
    ],
  })
  return { applicationId: id, secret }
}

/** Whether `secret` is one of the application's: `expired` when only an expired one matches. */
export function checkSecret(
  secrets: readonly StoredSecret[],
  secret: string,
  now: Date,
): 'valid' | 'expired' | 'wrong' {
  const digest = digestSecret(secret)
  // Every stored secret is compared, so that the time taken does not tell which one came close.
  const matching = secrets.filter((stored) => timingSafeEqual(stored.digest, digest))
  if (matching.length === 0) return 'wrong'
  return matching.some(({ expiresAt }) => expiresAt === undefined || expiresAt > now)
    ? 'valid'
    : 'expired'
}

/** What is kept of a secret. */
export function digestSecret(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest()
}
