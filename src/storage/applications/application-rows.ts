/** An application with its secrets and certificates: one statement reads all, because every token request does. */
import { type Kysely, sql } from 'kysely'
import type { Application } from '../../core/applications/application.ts'
import type { PublicKey } from '../../core/applications/public-key.ts'
import type { ApplicationId, TenantId } from '../../core/ids.ts'
import type { Database } from '../sql/schema.ts'

/** As JSON has it. */
type StoredKey = Omit<PublicKey, 'expiresAt'> & { readonly expiresAt?: string }

function toKey({ expiresAt, ...key }: StoredKey): PublicKey {
  return { ...key, ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }) }
}

type StoredSecret = { readonly digest: string; readonly expires_at: string | null }
type StoredCertificate = { readonly thumbprint: string; readonly der: string }

export function completeApplications(db: Kysely<Database>, tenantId: TenantId) {
  return db
    .selectFrom('application')
    .where('tenant_id', '=', tenantId)
    .select([
      'tenant_id',
      'application_id',
      'display_name',
      'service_principal_id',
      'registration_id',
      'created_at',
      'roles',
      'kind',
      'redirect_uris',
      'delegated_scopes',
      'consented_scopes',
      'disabled_at',
      'has_principal',
      'requested_roles',
      'keys',
    ])
    .select(
      sql<readonly StoredSecret[]>`(select coalesce(json_agg(json_build_object(
          'digest', encode(secret.digest, 'hex'), 'expires_at', secret.expires_at)), '[]')
        from application_secret as secret
        where (secret.tenant_id, secret.application_id) = (application.tenant_id, application.application_id))`.as(
        'secrets',
      ),
    )
    .select(
      sql<readonly StoredCertificate[]>`(select coalesce(json_agg(json_build_object(
          'thumbprint', encode(certificate.thumbprint, 'hex'), 'der', encode(certificate.der, 'hex'))), '[]')
        from application_certificate as certificate where (certificate.tenant_id, certificate.application_id) = (application.tenant_id, application.application_id))`.as(
        'certificates',
      ),
    )
}

export type ApplicationRow = Awaited<
  ReturnType<ReturnType<typeof completeApplications>['executeTakeFirstOrThrow']>
>

export function toApplication(row: ApplicationRow): Application {
  return {
    tenantId: row.tenant_id as TenantId,
    id: row.application_id as ApplicationId,
    displayName: row.display_name,
    registrationId: row.registration_id,
    enabled: row.disabled_at === null,
    hasPrincipal: row.has_principal,
    requestedRoles: row.requested_roles,
    objectId: row.service_principal_id,
    createdAt: row.created_at,
    roles: row.roles,
    secrets: row.secrets.map(({ digest, expires_at }) => ({
      digest: Buffer.from(digest, 'hex'),
      ...(expires_at !== null && { expiresAt: new Date(expires_at) }),
    })),
    certificates: row.certificates.map(({ thumbprint, der }) => ({
      thumbprint: Buffer.from(thumbprint, 'hex'),
      der: Buffer.from(der, 'hex'),
    })),
    keys: (row.keys as readonly StoredKey[]).map(toKey),
    signIn: {
      kind: row.kind,
      redirectUris: row.redirect_uris,
      delegatedScopes: row.delegated_scopes,
      consentedScopes: row.consented_scopes,
    },
  }
}
