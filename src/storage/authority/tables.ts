/** The authority's tables as Kysely sees them; `migrations/0002_authority.sql` says what they are for. */
import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { PublicSigningKey } from '../../core/access/signing-keys.ts'

export type ApplicationTable = {
  tenant_id: string
  application_id: string
  display_name: string
  service_principal_id: string
  roles: string[]
  created_at: Generated<Date>
}

export type ApplicationSecretTable = {
  tenant_id: string
  application_id: string
  digest: Buffer
  expires_at: Date | null
  created_at: Generated<Date>
}

type SigningKeyTable = {
  key_id: string
  state: 'active' | 'published'
  public_key: JSONColumnType<PublicSigningKey>
  wrapped_private_key: Buffer
  created_at: Generated<Date>
}

type ProtocolStateTable = {
  tenant_id: string
  kind: string
  id_digest: Buffer
  payload: Buffer
  grant_digest: Buffer | null
  session_digest: Buffer | null
  user_code_digest: Buffer | null
  expires_at: Date | null
  consumed_at: ColumnType<Date | null, never, Date | null>
}

/** To be joined with the other tables of the database. */
export type AuthorityTables = {
  application: ApplicationTable
  application_secret: ApplicationSecretTable
  signing_key: SigningKeyTable
  protocol_state: ProtocolStateTable
}
