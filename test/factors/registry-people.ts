/** People of a whole server who sign in through its pages and use the admin API with their own tokens. */

import { createPublicApplication } from '../../src/core/applications/sign-in-settings.ts'
import { ensureUser, type Person } from '../../src/core/directory/user.ts'
import { hashPassword } from '../../src/identity-provider/passwords/argon2.ts'
import { peopleIn } from '../../src/identity-provider/storage/people.ts'
import { usersIn } from '../../src/storage/directory/users.ts'
import { type Client, type openRegistry, origin } from '../support/registry.ts'
import { type Arrival, browserSession, codeRequest } from '../surfaces/authority/browser-session.ts'
import { authorizePath, password, spaRedirect } from '../surfaces/authority/people.ts'
import { actionOf } from './sign-in.ts'

type Registry = Awaited<ReturnType<typeof openRegistry>>

/** `scopes` are what the program that they use may do for them. */
export async function peopleOf(
  { app, store }: Registry,
  { tenantId }: Pick<Client, 'tenantId'>,
  scopes: readonly string[] = ['UserAuthenticationMethod.ReadWrite.All'],
) {
  const clientId = await createPublicApplication(app.applications, {
    tenantId,
    displayName: 'Portal',
    kind: 'spa',
    redirectUris: [spaRedirect],
    delegatedScopes: scopes,
    consentedScopes: scopes,
  })
  const asked = {
    request: (url: string, init?: RequestInit) => app.fetch(new Request(url, init)),
  }

  async function add(name: string, roles: readonly string[]): Promise<Person> {
    const userPrincipalName = `${name}@contoso.test`
    await ensureUser(usersIn(store), hashPassword, {
      tenantId,
      userPrincipalName,
      displayName: name,
      password,
      roles,
      licensed: true,
    })
    const person = await peopleIn(store).findByName(tenantId, userPrincipalName)
    if (person === undefined) throw new Error('the person was not stored')
    return person
  }

  /** Signs in by password and, where a page asks for it, by the code; where the browser is then. */
  async function enter(name: string, code?: string) {
    const browser = browserSession(asked)
    const { verifier, query } = codeRequest({ client_id: clientId, redirect_uri: spaRedirect })
    const page = await browser.open(authorizePath(tenantId, query))
    const username = `${name}@contoso.test`
    let arrival = await browser.send(`${page.url.pathname}/password`, { username, password })
    if (code !== undefined)
      arrival = await browser.send(`${arrival.url.pathname}/factor/code`, { code })
    // The page with new recovery codes.
    if (arrival.html.includes('Keep your recovery codes'))
      arrival = await browser.send(actionOf(arrival.html))
    const send = (step: string, form: Record<string, string>) =>
      browser.send(`${page.url.pathname}/${step}`, form)
    return { ...arrival, verifier, browser, send }
  }

  /** The same to the end; a client with the person's token. */
  async function signIn(name: string, code?: string): Promise<Pick<Client, 'ask'>> {
    const { verifier, browser, ...entered } = await enter(name, code)
    let arrival: Arrival = entered
    // The page with what has happened to factors.
    if (!arrival.url.searchParams.has('code')) arrival = await browser.send(actionOf(arrival.html))
    const answer = await app.fetch(
      new Request(`${origin}/${tenantId}/oauth2/v2.0/token`, {
        method: 'POST',
        headers: { origin: new URL(spaRedirect).origin },
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: clientId,
          code: arrival.url.searchParams.get('code') ?? '',
          redirect_uri: spaRedirect,
          code_verifier: verifier,
        }),
      }),
    )
    const { access_token } = (await answer.json()) as { access_token: string }
    return {
      ask: async (method, path, body) =>
        app.fetch(
          new Request(`${origin}${path}`, {
            method,
            headers: {
              authorization: `Bearer ${access_token}`,
              'content-type': 'application/json',
            },
            ...(body !== undefined && { body: JSON.stringify(body) }),
          }),
        ),
    }
  }

  return { add, enter, signIn }
}
