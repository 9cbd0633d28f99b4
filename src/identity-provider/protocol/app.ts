/**
 * The authority: Entra's paths in front of one oidc-provider per tenant.
 *
 * A request is first put into the RFCs' words, then the provider decides, then the answer is put into
 * Entra's. The issuer is always the configured origin, whatever host a client names.
 */
import { type Context, Hono } from 'hono'
import { boundedLine } from '../../core/bounded-line.ts'
import { bodyLimit } from '../../surfaces/http/body-limit.ts'
import { originOf } from '../../surfaces/http/public-origin.ts'
import { readingOnce, thenForget } from '../core/read-once.ts'
import { onceInRequest } from '../core/read-together.ts'
import { stateOfRequest, writingTogether } from '../core/write-together.ts'
import { accountApp } from '../pages/account/app.ts'
import { passkeyScript, passkeyScriptPath } from '../pages/factors/passkey-form.ts'
import { signInApp } from '../pages/sign-in/app.ts'
import { icon } from '../pages/sign-in/icon.ts'
import { style } from '../pages/sign-in/page.ts'
import { iconPath, stylePath } from '../pages/sign-in/paths.ts'
import { isShared } from './authorities.ts'
import type { Authority, AuthorityDeps } from './authority.ts'
import { browserRoutes } from './browser-routes.ts'
import { readableByAll } from './cross-origin.ts'
import { discoveryDocument } from './discovery.ts'
import { judgeError } from './errors.ts'
import { correlationIdOf, faultBody } from './fault-body.ts'
import {
  type Fault,
  onlyPost,
  Refused,
  tooLarge,
  unknownEndpoint,
  unknownTenant,
} from './faults.ts'
import { instanceMetadata } from './metadata.ts'
import { sharedBrowserRoutes } from './shared-browser-routes.ts'
import type { ProviderDeps } from './tenant-provider.ts'
import { tenantProviders } from './tenant-providers.ts'
import { answerDeviceCode, answerToken } from './token-endpoints.ts'

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
  const limit = bodyLimit({
    maxSize: maxTokenRequestBytes,
    onError: (c) => refuse(c, tooLarge, deps.now()),
  })
  metadataRoutes(app, authority)
  const inLine = boundedLine(tokenLine)
  for (const base of ['/:tenant/oauth2/v2.0', '/:tenant/oauth2']) {
    app.post(`${base}/token`, limit, (c) => inLine(() => answerToken(c, authority)))
    app.all(`${base}/token`, (c) => refuse(c, onlyPost(c.req.method), deps.now()))
    app.post(`${base}/devicecode`, limit, (c) => answerDeviceCode(c, authority))
  }
  sharedBrowserRoutes(app, authority)
  browserRoutes(app, authority)
  app.route(
    '/',
    signInApp(authority, { tenant: authority.tenantOf, provider: authority.providerOf }),
  )
  app.route(
    '/',
    accountApp(authority, { tenant: authority.tenantOf, provider: authority.providerOf }),
  )
  app.notFound((c) => refuse(c, unknownEndpoint(c.req.path), deps.now()))
  app.onError((error, c) => {
    const { fault, ours } = judgeError(error)
    if (ours) deps.report(error)
    return refuse(c, fault, deps.now())
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
    providerOf: tenantProviders(whole, deps.keys),
    async tenantOf(name, endpoint = 'token') {
      const tenant = await whole.tenants.find(name)
      if (tenant === undefined) throw new Refused(unknownTenant(name, endpoint))
      return tenant
    },
    baseOf: (request, { id }) => new URL(`/${id}`, originOf(request, deps.origin)),
  }
}

function metadataRoutes(app: Hono, authority: Authority): void {
  const { origin, keys, tenantOf } = authority

  app.get('/common/discovery/instance', readableByAll, (c) => {
    const asked = originOf(c.req.raw, origin)
    return c.json(instanceMetadata(c.req.query('authorization_endpoint'), asked, origin))
  })
  const document = '.well-known/openid-configuration'
  app.get(`/:tenant/v2.0/${document}`, readableByAll, async (c) =>
    c.json(await discoveryDocument(c, authority, 'v2.0')),
  )
  app.get(`/:tenant/${document}`, readableByAll, async (c) =>
    c.json(await discoveryDocument(c, authority, 'v1')),
  )
  for (const path of ['/:tenant/discovery/v2.0/keys', '/:tenant/discovery/keys']) {
    app.get(path, readableByAll, async (c) => {
      const name = c.req.param('tenant') ?? ''
      if (!isShared(name)) await tenantOf(name, 'metadata')
      const { published } = await keys.current()
      return c.json({ keys: published })
    })
  }
  app.get(iconPath, (c) => {
    c.header('cache-control', 'public, max-age=3600')
    return c.body(icon, 200, { 'content-type': 'image/svg+xml' })
  })
  app.get(stylePath, (c) => {
    c.header('cache-control', 'public, max-age=3600')
    return c.text(style, 200, { 'content-type': 'text/css; charset=utf-8' })
  })
  app.get(passkeyScriptPath, (c) => {
    c.header('cache-control', 'public, max-age=3600')
    c.header('x-content-type-options', 'nosniff')
    return c.text(passkeyScript, 200, { 'content-type': 'text/javascript; charset=utf-8' })
  })
}

function refuse(c: Context, fault: Fault, now: Date): Response {
  c.header('cache-control', 'no-store')
  if (fault.retryAfter !== undefined) c.header('retry-after', String(fault.retryAfter))
  return c.json(faultBody(fault, correlationIdOf(c.req.raw), now), fault.status)
}
