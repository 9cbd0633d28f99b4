/**
 * The authority: Entra's paths in front of one oidc-provider per tenant.
 *
 * A request is first put into the RFCs' words, then the provider decides, then the answer is put into
 * Entra's. The issuer is always the configured origin, whatever host a client names.
 */
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { KeyRing } from '../../core/access/key-ring.ts'
import type { Tenant, Tenants } from '../../core/tenant/tenant.ts'
import { originOf, type PublicOrigin } from '../http/public-origin.ts'
import { correlationHeader } from './answer-as-entra.ts'
import { askProvider } from './ask-provider.ts'
import { correlationIdOf, faultBody } from './fault-body.ts'
import { type Fault, internalFault, onlyPost, Refused, tooLarge, unknownTenant } from './faults.ts'
import { instanceMetadata } from './metadata.ts'
import type { ProviderDeps } from './tenant-provider.ts'
import { tenantProviders } from './tenant-providers.ts'
import { standardTokenForm } from './token-request.ts'

export type AuthorityDeps = Omit<ProviderDeps, 'publicUrl'> & {
  readonly origin: PublicOrigin
  readonly tenants: Pick<Tenants, 'find'>
  readonly keys: Pick<KeyRing, 'current'>
}

/** Bytes; a token request has some 500, one with a certificate's assertion some 3,000. */
const largestTokenRequest = 32 * 1024

/** Throws where the configured origin is not HTTPS: tokens and secrets never travel in the clear. */
export function authorityApp(deps: AuthorityDeps): Hono {
  const { configured } = deps.origin
  if (new URL(configured).protocol !== 'https:') {
    throw new Error(`The authority answers over HTTPS only, and was given ${configured}`)
  }
  const providerOf = tenantProviders({ ...deps, publicUrl: configured }, deps.keys)
  const baseOf = (request: Request, { id }: Tenant) =>
    new URL(`/${id}`, originOf(request, deps.origin))
  const app = new Hono()

  app.get('/common/discovery/instance', (c) => {
    const origin = originOf(c.req.raw, deps.origin)
    return c.json(instanceMetadata(c.req.query('authorization_endpoint'), origin, deps.origin))
  })

  app.get('/:tenant/v2.0/.well-known/openid-configuration', async (c) => {
    const tenant = await findTenant(deps, c.req.param('tenant'), 'metadata')
    return await askProvider(await providerOf(tenant.id), baseOf(c.req.raw, tenant), {
      path: '/.well-known/openid-configuration',
      method: 'GET',
    })
  })

  app.get('/:tenant/discovery/v2.0/keys', async (c) => {
    await findTenant(deps, c.req.param('tenant'), 'metadata')
    const { published } = await deps.keys.current()
    return c.json({ keys: published })
  })

  const limit = bodyLimit({
    maxSize: largestTokenRequest,
    onError: (c) => refuse(c, tooLarge, deps.now()),
  })
  app.post('/:tenant/oauth2/v2.0/token', limit, async (c) => {
    const tenant = await findTenant(deps, c.req.param('tenant'), 'token')
    const form = standardTokenForm(await c.req.text())
    return await askProvider(await providerOf(tenant.id), baseOf(c.req.raw, tenant), {
      path: '/oauth2/v2.0/token',
      method: 'POST',
      headers: tokenHeaders(c.req.raw),
      body: form.toString(),
    })
  })

  app.all('/:tenant/oauth2/v2.0/token', (c) => refuse(c, onlyPost(c.req.method), deps.now()))

  app.onError((error, c) => {
    if (!(error instanceof Refused)) deps.report(error)
    return refuse(c, error instanceof Refused ? error.fault : internalFault, deps.now())
  })
  return app
}

async function findTenant(
  { tenants }: Pick<AuthorityDeps, 'tenants'>,
  name: string,
  endpoint: 'metadata' | 'token',
): Promise<Tenant> {
  const tenant = await tenants.find(name)
  if (tenant === undefined) throw new Refused(unknownTenant(name, endpoint))
  return tenant
}

/** All that the provider needs to see of the client's headers. */
function tokenHeaders(request: Request): Record<string, string> {
  const authorization = request.headers.get('authorization')
  return {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
    [correlationHeader]: correlationIdOf(request),
    ...(authorization !== null && { authorization }),
  }
}

function refuse(c: Context, fault: Fault, now: Date): Response {
  c.header('cache-control', 'no-store')
  return c.json(faultBody(fault, correlationIdOf(c.req.raw), now), fault.status)
}
