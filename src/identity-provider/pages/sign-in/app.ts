/**
 * The pages between a program's request for a sign-in and the answer to it.
 *
 * Every POST changes how far the sign-in has come and then leads back to its one GET, which shows what is
 * missing next: a password, another factor, an account, a consent.
 */
import { Hono } from 'hono'
import type { Tenant } from '../../../core/tenants/tenant.ts'
import { addressOf } from '../../../surfaces/http/connection.ts'
import { addOpenRoutes, fieldsOf, type OpenRoute, open } from '../../../surfaces/http/open-route.ts'
import { readAhead } from '../../core/read-together.ts'
import type { TenantProviders } from '../../oidc/tenant-providers.ts'
import { accountChosen } from '../account-step.ts'
import { judgeFactor } from '../factor-step.ts'
import { judgeFirstPassword } from '../first-password-step.ts'
import { announced } from '../next-step.ts'
import { askPassword } from '../password-question.ts'
import { refusePage, send } from './answer.ts'
import { consented, signedIn } from './audited.ts'
import { giveConsent } from './consent-step.ts'
import {
  askPasskey,
  cancelled,
  current,
  type Handler,
  passkeyAnswered,
  password,
  returned,
  type SignInDeps,
} from './turns.ts'
import { finish, programOf, visitOf } from './visit.ts'

type Find = {
  readonly tenant: (name: string) => Promise<Tenant>
  readonly provider: TenantProviders
}

/** Bytes of a form: three of the longest passwords, each character twelve bytes as browsers write it, and room. */
const maxFormBytes = 48 * 1024

export function signInApp(deps: SignInDeps, find: Find): Hono {
  const app = new Hono()
  addOpenRoutes(app, [...pages(deps, find), ...externalPages(deps, find)])
  app.onError((error) => refusePage(error, deps.report))
  return app
}

const base = '/:tenant/sign-in/:uid'

type Declared = Pick<OpenRoute, 'form' | 'audit'> & {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly handler: Handler
}

/** A route of one sign-in, which is the browser's that has its cookie. */
function turnOf(deps: SignInDeps, find: Find, { handler, ...declared }: Declared): OpenRoute {
  return open({
    ...declared,
    reason: 'it is a step of the sign-in that the browser’s cookie names',
    says: 'text/html',
    maxBody: maxFormBytes,
    handle: async (c) => {
      const { tenant: named = '', uid: id = '' } = c.req.param() as {
        tenant?: string
        uid?: string
      }
      const applicationId = programOf(c, deps, { tenant: named, uid: id })
      const kinds = ['Interaction', 'SignIn'] as const
      const program = applicationId && { applicationId }
      await readAhead(deps.readTogether, { tenant: named, id, kinds, ...program })
      const tenant = await find.tenant(named)
      const { provider } = await find.provider(tenant.id)
      const visit = await visitOf(c, { tenant, provider, deps })
      const form = fieldsOf(c.req.method === 'GET' ? '' : await c.req.text(), declared)
      const [address, url] = [addressOf(c.req.raw), new URL(c.req.url)]
      return send(c, await handler({ visit, form, address, url, name: c.req.param('name') ?? '' }))
    },
  })
}

function pages(deps: SignInDeps, find: Find): readonly OpenRoute[] {
  const turn = (declared: Declared) => turnOf(deps, find, declared)
  return [
    turn({ method: 'GET', path: base, audit: [signedIn.activity], handler: current(deps) }),
    turn({
      method: 'POST',
      path: `${base}/password`,
      form: ['username', 'password'],
      handler: password(deps),
    }),
    turn({
      method: 'POST',
      path: `${base}/factor/:name`,
      form: ['code', 'next', 'name', 'answer'],
      audit: factorActs,
      handler: ({ visit, ...answer }) => judgeFactor(deps, visit, answer),
    }),
    turn({
      method: 'POST',
      path: `${base}/new-password`,
      form: ['current', 'new', 'again'],
      audit: ['Change first password'],
      handler: ({ visit, form, address }) => judgeFirstPassword(deps, visit, { form, address }),
    }),
    turn({ method: 'GET', path: `${base}/passkey`, handler: askPasskey(deps) }),
    turn({
      method: 'POST',
      path: `${base}/passkey`,
      form: ['answer'],
      audit: ['Verify Passkey'],
      handler: passkeyAnswered(deps),
    }),
    turn({
      method: 'POST',
      path: `${base}/announcements`,
      form: ['notice', 'keep'],
      audit: ['Cancel removal of last factor'],
      handler: ({ visit, form }) => announced(deps, visit, form),
    }),
    turn({
      method: 'POST',
      path: `${base}/account`,
      form: ['choice'],
      handler: ({ visit, form }) => accountChosen(visit, form.get('choice')),
    }),
    turn({
      method: 'POST',
      path: `${base}/consent`,
      form: ['organization'],
      audit: [consented.activity],
      handler: async ({ visit, address, form }) => ({
        goTo: await finish(visit, await giveConsent(deps, visit, { address, form })),
      }),
    }),
    turn({ method: 'POST', path: `${base}/cancel`, handler: cancelled(deps) }),
  ]
}

/** What the audit trail may say of a step with a second factor. */
const factorActs = [
  'Verify OathToken',
  'Lock OathToken',
  'Resynchronise OathToken',
  'Create OathToken',
  'Use RecoveryCode',
  'Create RecoveryCode',
  'Create Passkey',
  'Verify Passkey',
]

/** Loaded when somebody goes that way: few tenants have one. */
const external = () => import('./external.ts')

/** The way to an external identity provider, and back. */
function externalPages(deps: SignInDeps, find: Find): readonly OpenRoute[] {
  return [
    turnOf(deps, find, {
      method: 'GET',
      path: `${base}/external/:name`,
      handler: async ({ visit, name }) => {
        const { beginExternal } = await external()
        const way = await beginExternal(deps, visit, name)
        if ('goTo' in way) return way
        return { page: await askPassword(deps, visit, way), status: 503 }
      },
    }),
    turnOf(deps, find, { method: 'GET', path: `${base}/external`, handler: returned(deps) }),
    open({
      method: 'GET',
      path: '/:tenant/oauth2/v2.0/external',
      reason: 'it only leads an answer of an external provider on to the sign-in that it is for',
      handle: async (c) => {
        const { bounceExternal } = await external()
        const tenant = await find.tenant(c.req.param('tenant') ?? '')
        return c.redirect(await bounceExternal(deps, tenant.id, new URL(c.req.url)), 303)
      },
    }),
  ]
}
