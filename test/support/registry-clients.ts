/** Clients of a server that is asked in process: tenants, and applications that have signed in to them. */
import type { createApp } from '../../src/compose/app.ts'
import { allRoles } from '../../src/core/access/permissions.ts'
import { createApplication } from '../../src/core/applications/application.ts'
import type { TenantId } from '../../src/core/ids.ts'
import { newUuid } from '../../src/core/uuid.ts'
import type { OpenStore } from '../../src/storage/sql/database.ts'

export const origin = 'https://localhost:8443'

export type Client = {
  readonly tenantId: TenantId
  readonly applicationId: string
  /** The tenant's access token. */
  readonly token: string
  /** A request with the tenant's token; the path begins with the version. An object becomes a JSON body. */
  ask(method: string, path: string, body?: unknown): Promise<Response>
}

export type RegistryClients = ReturnType<typeof clientsOf>

export function clientsOf(
  app: Awaited<ReturnType<typeof createApp>>,
  store: Pick<OpenStore, 'pool'>,
) {
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
    newTenant,
    /** One more application of a tenant. */
    newClient,
    /** An application's access token; undefined where it is refused. */
    tokenFor,
  }
}
