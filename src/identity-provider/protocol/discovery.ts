/** Discovery documents: of a tenant as the provider writes it, of the shared authorities, and in the words of v1. */
import type { Context } from 'hono'
import type { Tenant } from '../../core/tenants/tenant.ts'
import { askProvider } from '../oidc/ask-provider.ts'
import { unknownTenant } from '../oidc/faults/address-faults.ts'
import { Refused } from '../oidc/faults/fault.ts'
import { isPersonal, isShared } from './authorities.ts'
import type { Authority } from './authority.ts'

/** Which generation of endpoints is described. */
export type Generation = 'v1' | 'v2.0'

type Document = Readonly<Record<string, unknown>>

/** The document at `/{authority}/v2.0/.well-known/openid-configuration`, or without `v2.0`. */
export async function discoveryDocument(
  c: Context,
  authority: Authority,
  generation: Generation,
): Promise<Document> {
  const name = c.req.param('tenant') ?? ''
  const isNamed = !isShared(name) && !isPersonal(name)
  const tenant = isNamed ? await authority.tenantOf(name, 'metadata') : await anyTenant(authority)
  const document = await ofTenant(c, authority, tenant)
  const shared = isNamed ? document : sharedDocument(document, { authority: name, tenant })
  return generation === 'v1' ? firstGeneration(shared) : shared
}

async function ofTenant(c: Context, authority: Authority, tenant: Tenant): Promise<Document> {
  const { handler } = await authority.providerOf(tenant.id)
  const answer = await askProvider(handler, authority.baseOf(c.req.raw, tenant), {
    path: '/.well-known/openid-configuration',
    method: 'GET',
  })
  return (await answer.json()) as Document
}

async function anyTenant({ tenants }: Authority): Promise<Tenant> {
  const [first] = await tenants.list()
  if (first === undefined) throw new Refused(unknownTenant('common', 'metadata'))
  return first
}

/** Endpoints lie below the shared name, and the issuer has a place to be filled with the tenant's id. [documented] */
function sharedDocument(
  document: Document,
  { authority, tenant }: { readonly authority: string; readonly tenant: Tenant },
): Document {
  const { issuer } = document
  const entries = Object.entries(document).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.replace(`/${tenant.id}/`, `/${authority}/`) : value,
  ])
  return {
    ...Object.fromEntries(entries),
    issuer: String(issuer).replace(tenant.id, '{tenantid}'),
  }
}

/** The same endpoints under their older addresses. Tokens have one issuer, whatever endpoint they come from. */
function firstGeneration(document: Document): Document {
  const { issuer, ...rest } = document
  const older = Object.entries(rest).map(([name, value]) => [
    name,
    typeof value === 'string'
      ? value.replace('/oauth2/v2.0/', '/oauth2/').replace('/discovery/v2.0/', '/discovery/')
      : value,
  ])
  return { issuer, ...Object.fromEntries(older) }
}
