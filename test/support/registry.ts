/** The whole server without a port: real database, real authority, requests asked in process. */
import { randomBytes } from 'node:crypto'
import { createApp } from '../../src/compose/app.ts'
import type { AppOptions } from '../../src/compose/base.ts'
import { allRoles } from '../../src/core/access/permissions.ts'
import { createApplication } from '../../src/core/applications/application.ts'
import { newUuid, type TenantId } from '../../src/core/ids.ts'
import { wrapWith } from '../../src/storage/secrets/key-encryption.ts'
import { openStore } from '../../src/storage/sql/database.ts'
import { migrate } from '../../src/storage/sql/migrate.ts'
import { cloneDatabase, localBackend } from './postgres.ts'

export const origin = 'https://localhost:8443'

export type Client = {
  readonly tenantId: TenantId
  readonly applicationId: string
  /** The tenant's access token. */
  readonly token: string
  /** A request with the tenant's token; the path begins with the version. An object becomes a JSON body. */
  ask(method: string, path: string, body?: unknown): Promise<Response>
}

export async function openRegistry(backend = localBackend, options: Partial<AppOptions> = {}) {
  const database = await cloneDatabase(backend, migrate)
  const store = openStore({ connectionString: database.connectionString })
  const failures: unknown[] = []
  const app = await createApp({
    store,
    wrap: wrapWith(randomBytes(32)),
    publicUrl: origin,
    onImport: () => undefined,
    report: (error) => failures.push(error),
    ...options,
  })

  /** Unless `limited`, one person may delete as many devices as a test wants to. */
  async function newTenant(
    roles: readonly string[] = allRoles,
    { limited = false } = {},
  ): Promise<Client> {
    const tenantId = newUuid() as TenantId
    // The first tenant has the domains whose people tests assign devices to.
    const isFirst = (await app.tenants.list()).length === 0
    const domains = [`${tenantId}.test`, ...(isFirst ? ['b.test', 'contoso.test'] : [])]
    await app.tenants.ensure({ id: tenantId, displayName: 'Test', domains })
    if (!limited)
      await store.pool.query('insert into approval_policy values ($1, 1000000, 1, 24, null)', [
        tenantId,
      ])
    return await newClient(tenantId, roles)
  }

  async function newClient(tenantId: TenantId, roles: readonly string[]): Promise<Client> {
    const made = await createApplication(app.applications, { tenantId, displayName: 'Test', roles })
    const token = await tokenFor(tenantId, made.applicationId, made.secret)
    return {
      tenantId,
      applicationId: made.applicationId,
      token,
      ask: (method, path, body) =>
        app.fetch(
          new Request(`${origin}${path}`, {
            method,
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
            ...(body !== undefined && {
              body: typeof body === 'string' ? body : JSON.stringify(body),
            }),
          }),
        ),
    }
  }

  async function tokenFor(tenantId: string, clientId: string, secret: string): Promise<string> {
    const answer = await app.fetch(
      new Request(`${origin}/${tenantId}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: clientId,
          client_secret: secret,
          scope: 'https://graph.microsoft.com/.default',
        }),
      }),
    )
    const { access_token } = (await answer.json()) as { access_token: string }
    return access_token
  }

  return {
    app,
    store,
    connectionString: database.connectionString,
    /** What the server reported as its own failures; empty unless a test provokes one. */
    failures,
    newTenant,
    /** One more application of a tenant. */
    newClient,
    /** An application's access token; undefined where it is refused. */
    tokenFor,
    async decideAll() {
      while (await app.decideNext());
    },
    /** Forgets every device and import of every tenant, so that the fixtures are free again. */
    async freeDevices() {
      await store.pool.query(
        'truncate device, deleted_device, device_identity, identity_token, identity_conflict, device_hash, hardware_hash, import_row, import_work',
      )
    },
    async close() {
      await store.close()
      await database.drop()
    },
  }
}

/** Parsed JSON whose shape the test itself checks. */
// biome-ignore lint/suspicious/noExplicitAny: the assertions are the type.
export type Json = any

export async function json(response: Response | Promise<Response>): Promise<Json> {
  return (await response).json()
}
