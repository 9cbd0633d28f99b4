/** Answers of the older token endpoint, which clients that name a `resource` expect. [documented: Azure AD v1.0 endpoints] */
import { canonicalResource } from '../oidc/scopes.ts'

type TokenAnswer = {
  readonly token_type: string
  readonly expires_in: number
  readonly access_token: string
  readonly scope?: string
  readonly refresh_token?: string
  readonly id_token?: string
}

/** As it is, unless the request named its resource in the older way: then numbers are texts and the resource is named. */
export async function inWordsAsked(
  answer: Response,
  { asked, form }: { readonly asked: URLSearchParams; readonly form: URLSearchParams },
): Promise<Response> {
  const resource = [...asked].find(([name]) => name.toLowerCase() === 'resource')?.[1]
  if (resource === undefined || form.has('scope') || !answer.ok) return answer
  const { token_type, expires_in, access_token, scope, refresh_token, id_token } =
    (await answer.json()) as TokenAnswer
  const notBefore = Math.floor(Date.now() / 1000)
  const body = {
    token_type,
    ...(scope !== undefined && { scope: plainNames(scope) }),
    expires_in: String(expires_in),
    ext_expires_in: String(expires_in),
    expires_on: String(notBefore + expires_in),
    not_before: String(notBefore),
    resource: canonicalResource(resource),
    access_token,
    ...(refresh_token !== undefined && { refresh_token }),
    ...(id_token !== undefined && { id_token }),
  }
  const headers = new Headers(answer.headers)
  headers.delete('content-length')
  return Response.json(body, { status: answer.status, headers })
}

function plainNames(scope: string): string {
  return scope
    .split(' ')
    .map((name) => name.slice(name.lastIndexOf('/') + 1))
    .join(' ')
}
