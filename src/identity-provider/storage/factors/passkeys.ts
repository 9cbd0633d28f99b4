/** Passkeys in the database: public keys, counters, and the one claim on a credential's id. */
import { createHash } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import type { TenantId } from '../../../core/ids.ts'
import { parseUuid } from '../../../core/uuid.ts'
import type { Store } from '../../../storage/sql/store.ts'
import type { FactorTables } from '../../../storage/sql/tables/factors.ts'
import type { Passkey, Passkeys } from '../../core/factors/passkeys/passkey.ts'

/** Claim and key are one statement: neither is ever there alone. */
const add = `with claim as (
    insert into passkey_credential (credential_digest, tenant_id) values ($12, $1)
    on conflict do nothing returning 1)
  insert into passkey (tenant_id, user_id, credential_id, public_key, sign_count, aaguid, transports,
    backup_eligible, backed_up, display_name, created_at)
  select $1, $2::uuid, $3, $4, $5, $6::uuid, $7::text[], $8, $9, $10, $11::timestamptz from claim`

const remove = `with gone as (
    delete from passkey where (tenant_id, user_id, credential_id) = ($1, $2, $3) returning 1),
  released as (delete from passkey_credential using gone where credential_digest = $4)
  select from gone`

/** Authenticators without a counter say zero for ever (WebAuthn Level 3 section 6.1.1). */
const use = `update passkey set sign_count = $4, backed_up = $5, last_used_at = now()
  where (tenant_id, user_id, credential_id) = ($1, $2, $3)
    and (sign_count < $4 or (sign_count = 0 and $4 = 0))`

export function passkeysIn({ db, pool }: Store): Passkeys {
  return {
    async list(tenantId, personId) {
      if (parseUuid(personId) === undefined) return []
      const rows = await db
        .selectFrom('passkey')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('user_id', '=', personId)
        .orderBy('created_at')
        .execute()
      return rows.map(passkeyOf)
    },
    async find(tenantId, credentialId) {
      const bytes = Buffer.from(credentialId, 'base64url')
      if (bytes.toString('base64url') !== credentialId) return undefined
      const row = await db
        .selectFrom('passkey')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('credential_id', '=', bytes)
        .executeTakeFirst()
      return row === undefined ? undefined : passkeyOf(row)
    },
    async add(passkey) {
      const { rowCount } = await pool.query(add, [
        ...keyOf(passkey),
        Buffer.from(passkey.publicKey),
        passkey.signCount,
        passkey.aaguid,
        [...passkey.transports],
        passkey.backupEligible,
        passkey.backedUp,
        passkey.displayName,
        passkey.createdAt,
        digestOf(passkey),
      ])
      return rowCount === 1
    },
    async remove(passkey) {
      const { rowCount } = await pool.query(remove, [...keyOf(passkey), digestOf(passkey)])
      return rowCount === 1
    },
    async use(passkey, { signCount, backedUp }) {
      const { rowCount } = await pool.query(use, [...keyOf(passkey), signCount, backedUp])
      return rowCount === 1
    },
    async block(passkey) {
      const [tenantId, personId, credentialId] = keyOf(passkey)
      await db
        .updateTable('passkey')
        .set({ blocked_at: sql<Date>`now()` })
        .where(
          sql<boolean>`(tenant_id, user_id, credential_id) = (${tenantId}, ${personId}, ${credentialId})`,
        )
        .execute()
    },
  }
}

type Key = Pick<Passkey, 'tenantId' | 'personId' | 'credentialId'>

function keyOf({ tenantId, personId, credentialId }: Key) {
  return [tenantId, personId, bytesOf(credentialId)] as const
}

function digestOf({ credentialId }: Key): Buffer {
  return createHash('sha256').update(bytesOf(credentialId)).digest()
}

/** Throws for a text that is not the one spelling of its bytes: it would reach what another name is checked for. */
function bytesOf(credentialId: string): Buffer {
  const bytes = Buffer.from(credentialId, 'base64url')
  if (bytes.toString('base64url') !== credentialId)
    throw new Error('a credential id is not strict base64url')
  return bytes
}

function passkeyOf(row: Selectable<FactorTables['passkey']>): Passkey {
  return {
    tenantId: row.tenant_id as TenantId,
    personId: row.user_id,
    credentialId: row.credential_id.toString('base64url'),
    publicKey: row.public_key,
    signCount: Number(row.sign_count),
    aaguid: row.aaguid,
    transports: row.transports,
    backupEligible: row.backup_eligible,
    backedUp: row.backed_up,
    displayName: row.display_name,
    createdAt: row.created_at,
    ...(row.last_used_at !== null && { lastUsedAt: row.last_used_at }),
    ...(row.blocked_at !== null && { blockedAt: row.blocked_at }),
  }
}
