/** The authority's tables as Kysely sees them; `migrations/0007_access.sql` and `0008_sign_in.sql` say what they are for. */
import type { ColumnType, Generated, JSONColumnType } from 'kysely'

export type ApplicationTable = {
  tenant_id: string
  application_id: string
  display_name: string
  service_principal_id: string
  registration_id: Generated<string>
  roles: string[]
  created_at: Generated<Date>
  kind: Generated<'web' | 'spa' | 'native'>
  redirect_uris: Generated<string[]>
  delegated_scopes: Generated<string[]>
  consented_scopes: Generated<string[]>
  disabled_at: Date | null
  has_principal: Generated<boolean>
  requested_roles: Generated<string[]>
  keys: Generated<unknown>
}

export type ApplicationCertificateTable = {
  tenant_id: string
  application_id: string
  thumbprint: Buffer
  der: Buffer
  created_at: Generated<Date>
  certificate_id: Generated<string>
  display_name: string | null
}

export type UserConsentTable = {
  tenant_id: string
  application_id: string
  user_id: string
  scopes: string[]
  created_at: Generated<Date>
}

export type ApplicationSecretTable = {
  tenant_id: string
  application_id: string
  digest: Buffer
  secret_id: Generated<string>
  display_name: string | null
  hint: string | null
  expires_at: Date | null
  created_at: Generated<Date>
}

type PublicKeyJson = {
  kty: 'RSA'
  use: 'sig'
  alg: 'RS256'
  kid: string
  n: string
  e: string
}

type SigningKeyTable = {
  key_id: string
  state: 'next' | 'active' | 'published'
  public_key: JSONColumnType<PublicKeyJson>
  wrapped_private_key: Buffer
  created_at: Generated<Date>
  retired_at: Date | null
}

type ProtocolStateTable = {
  tenant_id: string
  kind: string
  id_digest: Buffer
  payload: Buffer
  grant_digest: Buffer | null
  session_digest: Buffer | null
  user_code_digest: Buffer | null
  application_id: string | null
  user_id: string | null
  expires_at: Date | null
  consumed_at: ColumnType<Date | null, never, Date | null>
}

type TenantSignInTable = { tenant_id: string; device_code: Generated<boolean> }

type SignInTable = {
  tenant_id: string
  grant_digest: Buffer
  session_digest: Buffer | null
  user_id: string
  application_id: string
  begun_at: Generated<Date>
  used_at: Generated<Date>
  address: string
  user_agent: string
}

type AttemptTable = {
  tenant_id: string
  kind: string
  subject_digest: Buffer
  used: number
  failures: number
  window_ends_at: Date
}

type IdentityProviderTable = {
  tenant_id: string
  provider_id: string
  display_name: string
  issuer: string
  client_id: string
  wrapped_client_secret: Buffer | null
  link_claim: string
  required_tid: string | null
  private_network: Generated<boolean>
  created_at: Generated<Date>
}

/** To be joined with the other tables of the database. */
export type AuthorityTables = {
  application: ApplicationTable
  application_secret: ApplicationSecretTable
  application_certificate: ApplicationCertificateTable
  user_consent: UserConsentTable
  tenant_sign_in: TenantSignInTable
  attempt: AttemptTable
  sign_in: SignInTable
  identity_provider: IdentityProviderTable
  signing_key: SigningKeyTable
  protocol_state: ProtocolStateTable
}
