/**
 * The pages of a person's own account. Like those of sign-in, they are rendered entirely by the server and need no
 * script.
 */
import { type Context, Hono } from 'hono'
import type { Tenant } from '../../../core/tenants/tenant.ts'
import { addOpenRoutes, fieldsOf, type OpenRoute, open } from '../../../surfaces/http/open-route.ts'
import { Refused } from '../../oidc/faults/fault.ts'
import type { TenantProviders } from '../../oidc/tenant-providers.ts'
import { refusePage } from '../sign-in/answer.ts'
import { rendered } from '../sign-in/page.ts'
import {
  type AccountDeps,
  type Answer,
  changePassword,
  endAll,
  endOne,
  type Handler,
  keep,
  overview,
  withdraw,
  withdrawOwn,
} from './acts.ts'
import { acts } from './audited.ts'
import { passwordPage } from './pages.ts'
import {
  accountPath,
  noSession,
  requireOwnForm,
  signInFor,
  type Visitor,
  visitorOf,
} from './visitor.ts'

type Find = {
  readonly tenant: (name: string) => Promise<Tenant>
  readonly provider: TenantProviders
}

/**
 * Maximum size of a form in bytes: three of the longest passwords, each character twelve bytes as browsers encode
 * it, and room.
 */
const maxFormBytes = 48 * 1024

/** Pages that a sign-in may return to; anything else becomes the first page. */
const returns = ['password']

export function accountApp(deps: AccountDeps, find: Find): Hono {
  const app = new Hono()
  addOpenRoutes(app, [...shownPages(deps, find), ...forms(deps, find), ...ways(deps, find)])
  app.onError((error) => refusePage(error, deps.report))
  return app
}

const base = '/:tenant/account'

const reason = 'the browser’s session says whose account it is; without one, sign-in comes first'

async function visited(c: Context, deps: AccountDeps, find: Find): Promise<Visitor | undefined> {
  const tenant = await find.tenant(c.req.param('tenant') ?? '')
  const { provider } = await find.provider(tenant.id)
  return await visitorOf(c, { tenant, provider }, deps)
}

function signInTo(page: string, deps: AccountDeps, find: Find) {
  return async (c: Context): Promise<Response> => {
    const tenant = await find.tenant(c.req.param('tenant') ?? '')
    return c.redirect(signInFor(deps.publicUrl, tenant, page), 303)
  }
}

function shownPages(deps: AccountDeps, find: Find): readonly OpenRoute[] {
  const shown = (path: string, page: string, handler: Handler) =>
    open({
      method: 'GET',
      path,
      reason,
      says: 'text/html',
      handle: async (c) => {
        const visitor = await visited(c, deps, find)
        if (visitor === undefined) return await signInTo(page, deps, find)(c)
        return await send(c, await handler(visitor, new URLSearchParams()))
      },
    })
  return [
    shown(base, '', overview(deps)),
    shown(`${base}/password`, 'password', async (visitor) => ({ page: passwordPage(visitor) })),
  ]
}

type Form = Pick<OpenRoute, 'form' | 'audit'> & {
  /** Below the account's, of the page that the form is on. */
  readonly page?: string
  readonly needsFresh: boolean
  readonly handler: Handler
}

function forms(deps: AccountDeps, find: Find): readonly OpenRoute[] {
  const posted = (name: string, { form = [], page = '', needsFresh, handler, ...rest }: Form) => {
    const fields = { form: [...form, 'word'] }
    const signIn = signInTo(page, deps, find)
    return open({
      method: 'POST',
      path: `${base}/${name}`,
      reason,
      says: 'text/html',
      ...rest,
      ...fields,
      maxBody: maxFormBytes,
      handle: async (c) => {
        const visitor = await visited(c, deps, find)
        if (visitor === undefined) return await signIn(c)
        const sent = fieldsOf(await c.req.text(), fields)
        requireOwnForm(c, sent, { word: visitor.word, origin: deps.origin })
        if (needsFresh && !visitor.isFresh) return await signIn(c)
        return await send(c, await handler(visitor, sent))
      },
    })
  }
  return [
    posted('password', {
      form: ['current', 'new', 'again'],
      audit: ['Change password'],
      page: 'password',
      needsFresh: false,
      handler: changePassword(deps),
    }),
    posted('keep', {
      form: ['factor'],
      audit: ['Cancel removal of last factor'],
      needsFresh: false,
      handler: keep(deps),
    }),
    posted('end-all', { audit: [acts.endAll], needsFresh: true, handler: endAll(deps) }),
    posted('end', {
      form: ['sign-in'],
      audit: [acts.end],
      needsFresh: true,
      handler: endOne(deps),
    }),
    posted('withdraw', {
      form: ['program'],
      audit: [acts.withdraw],
      needsFresh: true,
      handler: withdraw(deps),
    }),
    posted('withdraw-own', {
      form: ['program'],
      audit: [acts.withdraw],
      needsFresh: true,
      handler: withdrawOwn(deps),
    }),
  ]
}

/** To the sign-in for these pages, and back. */
function ways(deps: AccountDeps, find: Find): readonly OpenRoute[] {
  return [
    open({ method: 'GET', path: `${base}/again`, reason, handle: signInTo('', deps, find) }),
    open({
      method: 'GET',
      path: `${base}/signed-in`,
      reason,
      handle: async (c) => {
        if ((await visited(c, deps, find)) === undefined) throw new Refused(noSession)
        const tenant = await find.tenant(c.req.param('tenant') ?? '')
        const page = returns.find((each) => each === c.req.query('state'))
        return c.redirect(
          page === undefined ? accountPath(tenant) : `${accountPath(tenant)}/${page}`,
        )
      },
    }),
  ]
}

async function send(c: Context, answer: Answer): Promise<Response> {
  if ('goTo' in answer) return c.redirect(answer.goTo, 303)
  const { page, status = 200, retryAfter } = answer
  const { document, headers } = await rendered(page)
  const wait = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  return new Response(document, { status, headers: { ...headers, ...wait } })
}
