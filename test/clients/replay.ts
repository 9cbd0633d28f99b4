/**
 * Recorded requests of clients that are not npm packages, sent again as they were: spelling of paths, members,
 * quotes and headers. What each client sends and reads is in its test; nothing of their code is here.
 */
import type { Json } from '../support/registry.ts'
import type { ClientServer } from './support.ts'

export type Answer = { readonly status: number; readonly body: Json; readonly headers: Headers }

/** `path` begins after the version, an object body becomes JSON, a text is sent as it is. */
export type Replay = (method: string, path: string, body?: unknown) => Promise<Answer>

/** Signs in as PowerShell scripts do and answers for one version. */
export async function replayAs(
  server: ClientServer,
  version: string,
  userAgent: string,
): Promise<Replay> {
  // [ran] form names in the script's own case.
  const form = new URLSearchParams({
    Grant_Type: 'client_credentials',
    Scope: 'https://graph.microsoft.com/.default',
    Client_Id: server.clientId,
    Client_Secret: server.clientSecret,
  })
  const signIn = await fetch(`${server.origin}/${server.tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { 'user-agent': userAgent },
    body: form,
  })
  const { access_token: token, token_type: type } = (await signIn.json()) as Json

  return async (method, path, body) => {
    const answer = await fetch(`${server.origin}/${version}${path}`, {
      method,
      headers: {
        authorization: `${type} ${token}`,
        accept: 'application/json',
        'user-agent': userAgent,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    return {
      status: answer.status,
      body: text === '' ? undefined : JSON.parse(text),
      headers: answer.headers,
    }
  }
}

/** Follows nextLink to the end, as every list client does. */
export async function wholeList(ask: Replay, path: string, version: string): Promise<Json[]> {
  const rows: Json[] = []
  for (let next: string | undefined = path; next !== undefined; ) {
    const { body } = await ask('GET', next)
    rows.push(...body.value)
    const link: string | undefined = body['@odata.nextLink']
    next = link?.slice(link.indexOf(`/${version}/`) + version.length + 1)
  }
  return rows
}
