/** People and programs that tests sign in, and the way through the pages. */

import { createPublicApplication } from '../../../src/core/applications/sign-in-settings.ts'
import { ensureUser } from '../../../src/core/directory/user.ts'
import type { TenantId } from '../../../src/core/ids.ts'
import { hashPassword } from '../../../src/identity-provider/passwords/argon2.ts'
import { usersIn } from '../../../src/storage/directory/users.ts'
import type { Store } from '../../../src/storage/sql/store.ts'
import {
  type Arrival,
  type Browser,
  browserSession,
  codeRequest,
  hiddenFields,
} from './browser-session.ts'
import { post, type TestAuthority } from './support.ts'

export const password = 'correct horse battery staple'
export const scope = 'DeviceManagementServiceConfig.ReadWrite.All'
export const spaRedirect = 'https://spa.example/back'

export type Signers = Awaited<ReturnType<typeof addSigners>>

/** Ada, an administrator; Ben, nobody special; a browser program with consent and one without; a native one. */
export async function addSigners({ deps, store, tenantId }: TestAuthority, id = tenantId) {
  for (const [name, roles] of [
    ['ada', ['Global Administrator', 'Intune Administrator']],
    ['ben', []],
  ] as const) {
    await ensureUser(usersIn(store), hashPassword, {
      tenantId: id,
      userPrincipalName: `${name}@contoso.test`,
      displayName: name,
      password,
      roles,
      licensed: true,
    })
  }
  const program = (displayName: string, kind: 'spa' | 'native', consented: boolean) =>
    createPublicApplication(deps.applications, {
      tenantId: id,
      displayName,
      kind,
      redirectUris: kind === 'spa' ? [spaRedirect] : ['http://localhost', 'myapp://auth'],
      delegatedScopes: [scope],
      consentedScopes: consented ? [scope] : [],
    })
  return {
    spa: await program('Fleet page', 'spa', true),
    stranger: await program('Stranger', 'spa', false),
    native: await program('Desktop tool', 'native', true),
  }
}

/** A person who may do everything with devices and consent to programs, and needs no second factor. */
export async function addManager(store: Store, tenantId: TenantId): Promise<string> {
  const userPrincipalName = 'ada@contoso.test'
  await ensureUser(usersIn(store), hashPassword, {
    tenantId,
    userPrincipalName,
    displayName: 'Ada',
    password,
    roles: ['Global Administrator', 'Intune Administrator'],
    licensed: true,
  })
  return userPrincipalName
}

/** The path of the authorize endpoint with the request `query`. */
export function authorizePath(tenantId: TenantId | string, query: URLSearchParams): string {
  return `/${tenantId}/oauth2/v2.0/authorize?${query}`
}

export type SignedIn = {
  readonly arrival: Arrival
  readonly verifier: string
  readonly browser: ReturnType<typeof browserSession>
}

/** A person signs in to a program by name and password; the arrival is where the browser ends up. */
export async function signIn(
  { app, tenantId }: TestAuthority,
  clientId: string,
  change: Record<string, string | undefined> & { who?: string } = {},
): Promise<SignedIn> {
  const { who = 'ada', ...rest } = change
  const browser = browserSession(app)
  const { verifier, query } = codeRequest({
    client_id: clientId,
    redirect_uri: spaRedirect,
    ...rest,
  })
  const page = await browser.open(authorizePath(tenantId, query))
  const arrival = await browser.send(`${page.url.pathname}/password`, {
    username: `${who}@contoso.test`,
    password,
  })
  return { arrival, verifier, browser }
}

/** Redeems a code; `change` makes it a wrong request. */
export function redeem(
  { app, tenantId }: TestAuthority,
  clientId: string,
  {
    arrival,
    verifier,
    ...change
  }: Pick<SignedIn, 'arrival' | 'verifier'> & Record<string, unknown>,
): Promise<Response> {
  const fields = {
    grant_type: 'authorization_code',
    client_id: clientId,
    client_info: '1',
    code: arrival.url.searchParams.get('code') ?? '',
    redirect_uri: spaRedirect,
    code_verifier: verifier,
    ...change,
  } as Record<string, string>
  return post(app, `/${fields['tenant'] ?? tenantId}/oauth2/v2.0/token`, fields)
}

export type UserTokens = {
  readonly access_token: string
  readonly id_token: string
  readonly refresh_token: string
  readonly scope: string
  readonly client_info: string
}

/** Ada types the code of a device and signs in for it; the arrival says that it is done. */
export async function confirmDevice(
  browser: Browser,
  address: string,
  user_code: string,
): Promise<Arrival> {
  const first = await browser.open(address)
  const { pathname } = first.url
  const { html } = await browser.send(pathname, { ...hiddenFields(first.html), user_code })
  const page = await browser.send(pathname, hiddenFields(html))
  return await browser.send(`${page.url.pathname}/password`, {
    username: 'ada@contoso.test',
    password,
  })
}
