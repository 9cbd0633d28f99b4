/**
 * The authority: Entra's paths in front of one oidc-provider per tenant.
 *
 * A request is first put into the RFCs' words, then the provider decides, then the answer is put into
 * Entra's. The issuer is always the configured origin, whatever host a client names.
 */
import { type Context, Hono } from 'hono'
import { boundedLine } from '../../core/bounded-line.ts'
import { addOpenRoutes, type OpenRoute, open } from '../../surfaces/http/open-route.ts'
import { requireGuards } from '../../surfaces/http/protected-routes.ts'
import { elsewhere, originOf, type PublicOrigin } from '../../surfaces/http/public-origin.ts'
import { readingOnce, thenForget } from '../core/read-once.ts'
import { onceInRequest } from '../core/read-together.ts'
import { stateOfRequest, writingTogether } from '../core/write-together.ts'
import { judgeError } from '../oidc/errors.ts'
import {
  onlyPost,
  unknownEndpoint,
  unknownInstance,
  unknownTenant,
} from '../oidc/faults/address-faults.ts'
import { type Fault, Refused } from '../oidc/faults/fault.ts'
import { correlationIdOf, faultBody } from '../oidc/faults/fault-body.ts'
import { tooLarge } from '../oidc/faults/request-faults.ts'
import { secretGrant } from '../oidc/secret-grant.ts'
import type { ProviderDeps } from '../oidc/tenant-provider.ts'
import { tenantProviders } from '../oidc/tenant-providers.ts'
import { accountApp } from '../pages/account/app.ts'
import { providerPages } from '../pages/provider-pages.ts'
import { signInApp } from '../pages/sign-in/app.ts'
import type { Authority, AuthorityDeps } from './authority.ts'
import { browserRoutes } from './browser-routes.ts'
import { answerDeviceCode } from './device-code-endpoint.ts'
import { metadataRoutes } from './metadata-routes.ts'
import { refusedToken } from './secret-budget.ts'
import { sharedBrowserRoutes } from './shared-browser-routes.ts'
import { answerToken } from './token-endpoint.ts'

/**
 * Token requests worked on at once: enough to keep the processors signing, and so few that all else that the
 * server does gets its turn between them. Those that wait stand for less than a second.
 */
const tokenLine = { atOnce: 16, waiting: 500 }

/** Bytes; a token request has some 500, one with a certificate's assertion some 3,000. */
const maxTokenRequestBytes = 32 * 1024

/** Throws where the configured origin is not HTTPS: tokens and secrets never travel in the clear. */
export function authorityApp(deps: AuthorityDeps): Hono {
  const authority = authorityOf(deps)
  const app = new Hono()
  app.use((_, next) => readingOnce(() => writingTogether(deps.state, next)))
  addOpenRoutes(app, metadataRoutes(authority))
  addOpenRoutes(app, programRoutes(authority), (c) => refuse(c, tooLarge, deps.now()))
  addOpenRoutes(app, sharedBrowserRoutes(authority))
  addOpenRoutes(app, browserRoutes(authority))
  app.route(
    '/',
    signInApp(authority, { tenant: authority.tenantOf, provider: authority.providerOf }),
  )
  app.route(
    '/',
    accountApp(authority, { tenant: authority.tenantOf, provider: authority.providerOf }),
  )
  requireGuards(app)
  app.notFound((c) => refuse(c, unknownEndpoint(c.req.path), deps.now()))
  app.onError((error, c) => {
    const { fault, ours } = judgeError(error)
    if (ours) deps.report(error)
    return refuse(c, withAddress(fault, c.req.raw, deps.origin), deps.now())
  })
  return app
}

function authorityOf(deps: AuthorityDeps): Authority {
  const { configured } = deps.origin
  if (new URL(configured).protocol !== 'https:') {
    throw new Error(`The authority answers over HTTPS only, and was given ${configured}`)
  }
  const { audit, state, transact } = deps
  const whole = {
    ...onceInRequest(deps),
    state: stateOfRequest(state),
    audit: { ...audit, change: (act, work) => thenForget(() => audit.change(act, work)) },
    transact: (work) => thenForget(() => transact(work)),
    publicUrl: configured,
  } satisfies ProviderDeps & AuthorityDeps
  return {
    ...whole,
    secretGrant: secretGrant(whole),
    providerOf: tenantProviders({ ...whole, pages: providerPages(whole) }, deps.keys),
    async tenantOf(name, endpoint = 'token') {
      const tenant = await whole.tenants.find(name)
      if (tenant === undefined) throw new Refused(unknownTenant(name, endpoint))
      return tenant
    },
    baseOf: (request, { id }) => new URL(`/${id}`, originOf(request, deps.origin)),
  }
}

/** What programs ask directly: a secret, a certificate or a code proves them. */
function programRoutes(authority: Authority): readonly OpenRoute[] {
  const inLine = boundedLine(tokenLine)
  const bases = ['/:tenant/oauth2/v2.0', '/:tenant/oauth2']
  const tokens = bases.map((base) => `${base}/token`)
  return [
    open({
      method: 'POST',
      path: tokens,
      reason: 'it is where a program proves itself, by a secret, a certificate or a code',
      audit: [refusedToken.activity],
      says: 'application/json',
      maxBody: maxTokenRequestBytes,
      handle: (c) => inLine(() => answerToken(c, authority)),
    }),
    open({
      method: 'ALL',
      path: tokens,
      reason: 'it only says that tokens are asked for by POST',
      says: 'application/json',
      handle: (c) => refuse(c, onlyPost(c.req.method), authority.now()),
    }),
    open({
      method: 'POST',
      path: bases.map((base) => `${base}/devicecode`),
      reason: 'a code is worth nothing until a person has signed in for it',
      says: 'application/json',
      maxBody: maxTokenRequestBytes,
      handle: (c) => answerDeviceCode(c, authority),
    }),
  ]
}

/** What is missing here may be there: somebody asks at another address than the one that the server is known by. */
function withAddress(fault: Fault, request: Request, origin: PublicOrigin): Fault {
  const isOfPlace = [unknownTenant('', 'token'), unknownInstance].some(
    ({ aadsts }) => aadsts === fault.aadsts,
  )
  const said = isOfPlace ? elsewhere(request, origin) : undefined
  return said === undefined ? fault : { ...fault, text: `${fault.text} ${said}` }
}

function refuse(c: Context, fault: Fault, now: Date): Response {
  c.header('cache-control', 'no-store')
  if (fault.retryAfter !== undefined) c.header('retry-after', String(fault.retryAfter))
  return c.json(faultBody(fault, correlationIdOf(c.req.raw), now), fault.status)
}
