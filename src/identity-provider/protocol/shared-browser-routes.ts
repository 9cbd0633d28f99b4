/** The addresses of `/common` and `/organizations` that browsers are led to: they lead on to the tenant that is meant. */
import type { Context } from 'hono'
import type { Tenant } from '../../core/tenants/tenant.ts'
import { type OpenRoute, open } from '../../surfaces/http/open-route.ts'
import { onlyOrganizations } from '../oidc/faults/address-faults.ts'
import { Refused } from '../oidc/faults/fault.ts'
import { refusePage } from '../pages/sign-in/answer.ts'
import { organizationPage } from '../pages/sign-in/organization-page.ts'
import { rendered } from '../pages/sign-in/page.ts'
import { isPersonal, tenantOfPerson, theOnlyTenant } from './authorities.ts'
import type { Authority } from './authority.ts'

/** Bytes of a form. */
const maxFormBytes = 32 * 1024

/** What says whose sign-in it is: the person's name, the tenant's domain. [documented] */
const hints = ['login_hint', 'domain_hint', 'logout_hint']

export function sharedBrowserRoutes(authority: Authority): readonly OpenRoute[] {
  const names = '/:tenant{(?:common|organizations|consumers|9188040d-6c67-4c5b-b112-36a304b66dad)}'
  const led = (endpoint: string) => (c: Context) =>
    leadOn(c, authority, endpoint).catch((error: unknown) => refusePage(error, authority.report))

  return ['authorize', 'logout', 'deviceauth'].map((endpoint) =>
    open({
      method: ['GET', 'POST'],
      path: [`${names}/oauth2/v2.0/${endpoint}`, `${names}/oauth2/${endpoint}`],
      reason: 'it only leads on to the tenant that is meant',
      says: 'text/html',
      maxBody: maxFormBytes,
      handle: led(endpoint),
    }),
  )
}

async function leadOn(c: Context, authority: Authority, endpoint: string): Promise<Response> {
  const asked = new URLSearchParams(
    c.req.method === 'GET' ? new URL(c.req.url).search : await c.req.text(),
  )
  if (isPersonal(c.req.param('tenant') ?? ''))
    throw new Refused(onlyOrganizations(asked.get('client_id') ?? ''))
  const tenant = (await theOnlyTenant(authority)) ?? (await tenantHinted(authority, asked))
  if (tenant !== undefined) {
    return c.redirect(`/${tenant.id}/oauth2/v2.0/${endpoint}?${asked}`, 303)
  }
  const hint = asked.get('login_hint') ?? undefined
  const { document, headers } = await rendered(organizationPage(c.req.path, { asked, hint }))
  return new Response(document, { status: hint === undefined ? 200 : 401, headers })
}

async function tenantHinted(
  authority: Authority,
  asked: URLSearchParams,
): Promise<Tenant | undefined> {
  for (const name of hints) {
    const hint = asked.get(name)
    const tenant = hint === null ? undefined : await tenantOfPerson(authority, hint)
    if (tenant !== undefined) return tenant
  }
  return undefined
}
