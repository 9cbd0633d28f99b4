/** Applications and their secrets in the database; one statement reads both, since every token request does. */
import type { Kysely, Selectable } from 'kysely'
import type { Application, ApplicationId, Applications } from '../../core/access/application.ts'
import { parseUuid, type TenantId } from '../../core/ids.ts'
import type { Store } from '../database.ts'
import type { Database } from '../schema.ts'
import type { ApplicationSecretTable, ApplicationTable } from './tables.ts'

type Row = Omit<Selectable<ApplicationTable>, 'created_at'> & {
  [Column in 'digest' | 'expires_at']: Selectable<ApplicationSecretTable>[Column] | null
}

export function applicationsIn({ db }: Store): Applications {
  return {
    async find(tenantId, id) {
      const applicationId = parseUuid(id)
      if (applicationId === undefined) return undefined
      const rows = await withSecrets(db, tenantId)
        .where('application.application_id', '=', applicationId)
        .execute()
      return fromRows(rows)[0]
    },
    async list(tenantId) {
      return fromRows(await withSecrets(db, tenantId).orderBy('application.created_at').execute())
    },
    async ensure(application) {
      await db.transaction().execute((transaction) => store(transaction, application))
    },
  }
}

function withSecrets(db: Kysely<Database>, tenantId: TenantId) {
  return db
    .selectFrom('application')
    .leftJoin('application_secret as secret', (join) =>
      join
        .onRef('secret.tenant_id', '=', 'application.tenant_id')
        .onRef('secret.application_id', '=', 'application.application_id'),
    )
    .where('application.tenant_id', '=', tenantId)
    .select([
      'application.tenant_id',
      'application.application_id',
      'application.display_name',
      'application.service_principal_id',
      'application.roles',
      'secret.digest',
      'secret.expires_at',
    ])
}

function fromRows(rows: readonly Row[]): readonly Application[] {
  const byId = Map.groupBy(rows, (row) => row.application_id)
  return [...byId.values()].flatMap((group) =>
    group.slice(0, 1).map((first) => fromGroup(first, group)),
  )
}

function fromGroup(first: Row, group: readonly Row[]): Application {
  return {
    tenantId: first.tenant_id as TenantId,
    id: first.application_id as ApplicationId,
    displayName: first.display_name,
    objectId: first.service_principal_id,
    roles: first.roles,
    secrets: group.flatMap(({ digest, expires_at }) => {
      if (digest === null) return []
      return [{ digest, ...(expires_at !== null && { expiresAt: expires_at }) }]
    }),
  }
}

async function store(db: Kysely<Database>, application: Application): Promise<void> {
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
