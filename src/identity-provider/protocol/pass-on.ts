/** A browser's request passed on to the provider, and the answer with the headers that a page needs. */
import type { Context } from 'hono'
import type { Tenant } from '../../core/tenants/tenant.ts'
import { addressOf } from '../../surfaces/http/connection.ts'
import { correlationHeader } from '../oidc/answer-as-entra.ts'
import { addressHeader, askProvider, type Question } from '../oidc/ask-provider.ts'
import { correlationIdOf } from '../oidc/faults/fault-body.ts'
import { headersForInlineScripts } from '../pages/sign-in/page.ts'
import type { Authority } from './authority.ts'

const formType = 'application/x-www-form-urlencoded'

type Passing = {
  readonly tenant: Tenant
  /** Absent: the request as it came. */
  readonly question?: Question
}

export async function pass(
  c: Context,
  { providerOf, baseOf }: Authority,
  { tenant, question }: Passing,
): Promise<Response> {
  const { handler } = await providerOf(tenant.id)
  const asked = question ?? (await sameQuestion(c))
  const headers = { ...asked.headers, ...browserHeaders(c.req.raw) }
  const answer = await askProvider(handler, baseOf(c.req.raw, tenant), { ...asked, headers })
  return await withPageHeaders(answer)
}

export async function sameQuestion(c: Context): Promise<Question> {
  const { pathname, search } = new URL(c.req.url)
  const path = `/${pathname.split('/').slice(2).join('/')}${search}`
  if (c.req.method === 'GET') return { method: 'GET', path }
  return {
    method: 'POST',
    path,
    headers: { 'content-type': formType },
    body: await c.req.text(),
  }
}

/** All that the provider needs to see of the browser's headers. */
function browserHeaders(request: Request): Record<string, string> {
  const cookie = request.headers.get('cookie')
  return {
    accept: 'text/html',
    'user-agent': request.headers.get('user-agent') ?? '',
    [correlationHeader]: correlationIdOf(request),
    [addressHeader]: addressOf(request),
    ...(cookie !== null && { cookie }),
  }
}

/** Pages of ours bring their policy along; the provider's own forms get one that fits them exactly. */
async function withPageHeaders(answer: Response): Promise<Response> {
  const isPage = answer.headers.get('content-type')?.startsWith('text/html') ?? false
  if (!isPage || answer.headers.has('content-security-policy')) return answer
  const document = await answer.text()
  const headers = new Headers(answer.headers)
  headers.delete('content-length')
  for (const [name, value] of Object.entries(headersForInlineScripts(document)))
    headers.set(name, value)
  return new Response(document, { status: answer.status, headers })
}
