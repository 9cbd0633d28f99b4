/** An emulator with a person and Microsoft's public clients, and that person at the pages of a sign-in. */
import { readFileSync } from 'node:fs'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { TenantId } from '../../src/core/ids.ts'
import { openStore } from '../../src/storage/sql/database.ts'
import { migrate } from '../../src/storage/sql/migrate.ts'
import { cloneDatabase, localBackend } from '../support/postgres.ts'
import type { Json } from '../support/registry.ts'
import { startTaxiwayProcess } from '../support/taxiway-process.ts'
import { browserSession, hiddenFields } from '../surfaces/authority/browser-session.ts'
import { addManager, password } from '../surfaces/authority/people.ts'

export const graphScope = 'https://graph.microsoft.com/.default'
const ada = { username: 'ada@contoso.test', password }

const overHttps = {
  request: (url: string, init?: RequestInit) => fetch(url, { ...init, redirect: 'manual' }),
}

/** Ada may do everything with devices; the tenant allows device codes. */
export async function startServerForPeople() {
  const database = await cloneDatabase(localBackend, migrate)
  const server = await startTaxiwayProcess({
    env: { TAXIWAY_DATABASE_URL: database.connectionString, TAXIWAY_EMULATOR: 'true' },
  })
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(server.ca, 'utf8')])
  const { tenant, clientId, clientSecret = '' } = server.credentials()
  const store = openStore({ connectionString: database.connectionString })
  await addManager(store, tenant as TenantId)
  await store.close()

  async function token(): Promise<string> {
    const answer = await fetch(`${server.origin}/${tenant}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        scope: graphScope,
      }),
    })
    return ((await answer.json()) as Json).access_token
  }

  /** A request to the server as its first application. */
  async function admin(method: string, path: string, body?: unknown): Promise<Json> {
    const answer = await fetch(`${server.origin}${path}`, {
      method,
      headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.status === 204 ? undefined : await answer.json()
  }

  await admin('PUT', '/admin/v1/sign-in-policy', { deviceCode: true })
  return {
    ...server,
    tenant,
    clientId,
    clientSecret,
    admin,
    /** Allows a public client for everybody what it asks for, as an administrator does once. */
    async consent(id: string) {
      const { delegatedScopes } = await admin('GET', `/admin/v1/applications/${id}`)
      await admin('POST', `/admin/v1/applications/${id}/consent`, { scopes: delegatedScopes })
    },
    async dispose() {
      await server.dispose()
      await database.drop()
    },
  }
}

export type PeopleServer = Awaited<ReturnType<typeof startServerForPeople>>

/** Ada opens the page that a program named and signs in; answers where that led. */
export async function signInAt(origin: string, address: string): Promise<string> {
  const browser = browserSession(overHttps, origin)
  const page = await browser.open(address)
  const arrival = await browser.send(`${page.url.pathname}/password`, ada)
  const [, action] = /<form method="post" action="([^"]+)"/.exec(arrival.html) ?? []
  if (action === undefined) {
    // A redirect to the program, which the browser follows.
    await fetch(arrival.url.href)
    return arrival.url.href
  }
  // The page sends itself to the program, which waits on a port of this machine.
  const fields = new URLSearchParams(hiddenFields(arrival.html))
  await fetch(action.replaceAll('&amp;', '&'), { method: 'POST', body: fields })
  return action
}

/** Ada opens the page for codes, types the one she was given and signs in. */
export async function typeCode(origin: string, address: string, code: string): Promise<void> {
  const browser = browserSession(overHttps, origin)
  const { pathname, search } = new URL(address)
  const first = await browser.open(`${origin}${pathname}${search}`)
  const typed = { ...hiddenFields(first.html), user_code: code }
  const { html } = await browser.send(first.url.pathname, typed)
  const page = await browser.send(first.url.pathname, hiddenFields(html))
  await browser.send(`${page.url.pathname}/password`, ada)
}
