/** Applications in the database, with who may use them and how they prove themselves. */
import { type Kysely, sql } from 'kysely'
import type { Application, Applications } from '../../core/applications/application.ts'
import type { PublicKey } from '../../core/applications/public-key.ts'
import type { ApplicationId, TenantId } from '../../core/ids.ts'
import { parseUuid } from '../../core/uuid.ts'
import type { Database } from '../sql/schema.ts'
import type { Store } from '../sql/store.ts'
import { type ApplicationRow, completeApplications, toApplication } from './application-rows.ts'

export function applicationsIn({ db, pool, transaction }: Store): Applications {
  // Every token asks for one application, so its statement is put together once and known to the database by name.
  const { sql: text } = completeApplications(db, '' as TenantId)
    .where('application_id', '=', '')
    .compile()

  async function find(tenantId: TenantId, id: string): Promise<Application | undefined> {
    const applicationId = parseUuid(id)
    if (applicationId === undefined) return undefined
    const values = [tenantId, applicationId]
    const { rows } = await pool.query<ApplicationRow>({ name: 'find-application', text, values })
    return rows.map(toApplication)[0]
  }

  return {
    find,
    async hold(tenantId, id) {
      const held = 'select from application where tenant_id = $1 and application_id = $2 for update'
      const applicationId = parseUuid(id)
      if (applicationId !== undefined) await pool.query(held, [tenantId, applicationId])
      return find(tenantId, id)
    },
    async list(tenantId) {
      const rows = await completeApplications(db, tenantId).orderBy('created_at').execute()
      return rows.map(toApplication)
    },
    async ensure(application) {
      await transaction((unit) => store(unit.db, application))
    },
    async setEnabled(tenantId, id, enabled) {
      const disabled_at = enabled ? null : sql<Date>`coalesce(disabled_at, now())`
      await theOne(db, tenantId, id).set({ disabled_at }).execute()
    },
    async setRegistration(tenantId, id, { hasPrincipal, requestedRoles }) {
      const changes = {
        ...(hasPrincipal !== undefined && { has_principal: hasPrincipal }),
        ...(requestedRoles && { requested_roles: [...requestedRoles] }),
      }
      if (Object.keys(changes).length > 0) await theOne(db, tenantId, id).set(changes).execute()
    },
    async remove(tenantId, id) {
      const owned = [tenantId, id]
      await pool.query(
        `delete from role_assignment
         where tenant_id = $1 and principal_id = $2 and principal_kind = 'application'`,
        owned,
      )
      // Its secrets and certificates are deleted with it.
      await pool.query(
        'delete from application where tenant_id = $1 and application_id = $2',
        owned,
      )
    },
    async setSignIn(tenantId, id, { kind, redirectUris, delegatedScopes, consentedScopes }) {
      await theOne(db, tenantId, id)
        .set({
          kind,
          redirect_uris: [...redirectUris],
          delegated_scopes: [...delegatedScopes],
          consented_scopes: [...consentedScopes],
        })
        .execute()
    },
    async consent(tenantId, id, scopes) {
      const all = sql<
        string[]
      >`array(select distinct unnest(consented_scopes || ${[...scopes]}::text[]) order by 1)`
      await theOne(db, tenantId, id).set({ consented_scopes: all }).execute()
    },
    async withdrawConsent(tenantId, id) {
      await theOne(db, tenantId, id).set({ consented_scopes: [] }).execute()
    },
    async addCertificate(tenantId, id, { thumbprint, der }) {
      await db
        .insertInto('application_certificate')
        .values({ tenant_id: tenantId, application_id: id, thumbprint, der })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
    async addKey(tenantId, id, key) {
      const keys = sql<string>`${keysWithout(key)} || ${JSON.stringify([key])}::jsonb`
      await theOne(db, tenantId, id).set({ keys }).execute()
    },
    async removeKey(tenantId, id, key) {
      await theOne(db, tenantId, id)
        .set({ keys: keysWithout(key) })
        .execute()
    },
  }
}

/** In one statement with what is stored then, so that of two changes at once neither is lost. */
function keysWithout({ n, e }: PublicKey) {
  return sql<string>`(select coalesce(jsonb_agg(key order by place), '[]'::jsonb)
    from jsonb_array_elements(keys) with ordinality as kept(key, place)
    where not key @> ${JSON.stringify({ n, e })}::jsonb)`
}

function theOne(db: Kysely<Database>, tenantId: TenantId, id: ApplicationId) {
  return db
    .updateTable('application')
    .where('tenant_id', '=', tenantId)
    .where('application_id', '=', id)
}

async function store(
  db: Kysely<Database>,
  application: Parameters<Applications['ensure']>[0],
): Promise<void> {
  const {
    tenantId: tenant_id,
    id: application_id,
    displayName: display_name,
    secrets,
  } = application
  const roles = [...application.roles]
  await db
    .insertInto('application')
    .values({
      tenant_id,
      application_id,
      display_name,
      roles,
      service_principal_id: application.objectId,
    })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'application_id']).doUpdateSet({ display_name, roles }),
    )
    .execute()
  if (secrets.length === 0) return
  await db
    .insertInto('application_secret')
    .values(
      secrets.map(({ digest, expiresAt }) => ({
        tenant_id,
        application_id,
        digest: Buffer.from(digest),
        expires_at: expiresAt ?? null,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
