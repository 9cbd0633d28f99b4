/** The pages of one's own account. The server writes them whole, as those of sign-in, and they need no script. */
import { type Context, Hono } from 'hono'
import type { Tenant } from '../../../core/tenants/tenant.ts'
import { bodyLimit } from '../../../surfaces/http/body-limit.ts'
import type { Announcer } from '../../core/factors/announcements.ts'
import { Refused } from '../../protocol/faults.ts'
import type { TenantProviders } from '../../protocol/tenant-providers.ts'
import { keepFactor } from '../sign-in/announcement-step.ts'
import { refusePage } from '../sign-in/app.ts'
import { type Page, rendered } from '../sign-in/page.ts'
import { judgeNewPassword, type NewPasswordDeps } from './new-password.ts'
import { endedPage, overviewPage, passwordChangedPage, passwordPage } from './pages.ts'
import {
  consentsOf,
  endAllSignIns,
  endSignIn,
  ownConsentsOf,
  type SignInDeps,
  signInsOf,
  withdrawConsent,
  withdrawOwnConsent,
} from './sign-ins.ts'
import {
  accountPath,
  noSession,
  requireOwnForm,
  signInFor,
  type Visitor,
  type VisitorDeps,
  visitorOf,
} from './visitor.ts'

export type AccountDeps = VisitorDeps &
  NewPasswordDeps &
  SignInDeps & { readonly announcer: Announcer }

type Find = {
  readonly tenant: (name: string) => Promise<Tenant>
  readonly provider: TenantProviders
}

type Answer =
  | { readonly goTo: string }
  | {
      readonly page: Page
      /** 200 when absent. */
      readonly status?: number
      readonly retryAfter?: number
    }

type Handler = (visitor: Visitor, form: URLSearchParams) => Promise<Answer>

/** Bytes of a form: three of the longest passwords, each character twelve bytes as browsers write it, and room. */
const maxFormBytes = 48 * 1024

/** Pages that a sign-in may come back to; anything else is the first page. */
const returns = ['password']

export function accountApp(deps: AccountDeps, find: Find): Hono {
  const app = new Hono()
  const limit = bodyLimit({ maxSize: maxFormBytes })

  const visited = async (c: Context): Promise<Visitor | undefined> => {
    const tenant = await find.tenant(c.req.param('tenant') ?? '')
    const { provider } = await find.provider(tenant.id)
    return await visitorOf(c, { tenant, provider }, deps)
  }
  const signIn = async (c: Context, page: string): Promise<Response> => {
    const tenant = await find.tenant(c.req.param('tenant') ?? '')
    return c.redirect(signInFor(deps.publicUrl, tenant, page), 303)
  }
  const shown = (page: string, handler: Handler) => async (c: Context) => {
    const visitor = await visited(c)
    if (visitor === undefined) return await signIn(c, page)
    return await send(c, await handler(visitor, new URLSearchParams()))
  }
  const posted =
    (page: string, { needsFresh, handler }: { needsFresh: boolean; handler: Handler }) =>
    async (c: Context) => {
      const visitor = await visited(c)
      if (visitor === undefined) return await signIn(c, page)
      const form = new URLSearchParams(await c.req.text())
      requireOwnForm(c, form, { word: visitor.word, origin: deps.origin })
      if (needsFresh && !visitor.isFresh) return await signIn(c, page)
      return await send(c, await handler(visitor, form))
    }

  const base = '/:tenant/account'
  app.get(base, shown('', overview(deps)))
  app.get(
    `${base}/password`,
    shown('password', async (visitor) => ({ page: passwordPage(visitor) })),
  )
  app.post(
    `${base}/password`,
    limit,
    posted('password', { needsFresh: false, handler: changePassword(deps) }),
  )
  app.post(`${base}/keep`, limit, posted('', { needsFresh: false, handler: keep(deps) }))
  app.post(`${base}/end-all`, limit, posted('', { needsFresh: true, handler: endAll(deps) }))
  app.post(`${base}/end`, limit, posted('', { needsFresh: true, handler: endOne(deps) }))
  app.post(`${base}/withdraw`, limit, posted('', { needsFresh: true, handler: withdraw(deps) }))
  app.post(
    `${base}/withdraw-own`,
    limit,
    posted('', { needsFresh: true, handler: withdrawOwn(deps) }),
  )
  app.get(`${base}/again`, (c) => signIn(c, ''))
  app.get(`${base}/signed-in`, async (c) => {
    if ((await visited(c)) === undefined) throw new Refused(noSession)
    const tenant = await find.tenant(c.req.param('tenant') ?? '')
    const page = returns.find((each) => each === c.req.query('state'))
    return c.redirect(page === undefined ? accountPath(tenant) : `${accountPath(tenant)}/${page}`)
  })
  app.onError((error) => refusePage(error, deps.report))
  return app
}

async function send(c: Context, answer: Answer): Promise<Response> {
  if ('goTo' in answer) return c.redirect(answer.goTo, 303)
  const { page, status = 200, retryAfter } = answer
  const { document, headers } = await rendered(page)
  const wait = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  return new Response(document, { status, headers: { ...headers, ...wait } })
}

function overview(deps: AccountDeps): Handler {
  return async (visitor) => {
    const { removals } = await deps.announcer.of(visitor.person)
    const notices = await deps.announcer.all(visitor.person)
    const signIns = await signInsOf(deps, visitor)
    const consents = await consentsOf(deps, visitor)
    const ownConsents = await ownConsentsOf(deps, visitor)
    const overview = { removals, notices, signIns, consents, ownConsents }
    return { page: overviewPage(visitor, overview) }
  }
}

function changePassword(deps: AccountDeps): Handler {
  return async (visitor, form) => {
    const { tenant, person, address } = visitor
    const verdict = await judgeNewPassword(deps, { tenant, person, address, form })
    if (verdict.ok) return { page: passwordChangedPage(visitor) }
    const { message, ...answer } = verdict
    return { page: passwordPage(visitor, message), ...answer }
  }
}

function keep(deps: AccountDeps): Handler {
  return async (visitor, form) => {
    await keepFactor(deps, visitor.person, form.get('factor'))
    return { goTo: visitor.path }
  }
}

function endOne(deps: AccountDeps): Handler {
  return async (visitor, form) => {
    await endSignIn(deps, visitor, form.get('sign-in'))
    return { goTo: visitor.path }
  }
}

function endAll(deps: AccountDeps): Handler {
  return async (visitor) => {
    await endAllSignIns(deps, visitor)
    return { page: endedPage(visitor) }
  }
}

function withdraw(deps: AccountDeps): Handler {
  return async (visitor, form) => {
    await withdrawConsent(deps, visitor, form.get('program'))
    return { goTo: visitor.path }
  }
}

function withdrawOwn(deps: AccountDeps): Handler {
  return async (visitor, form) => {
    await withdrawOwnConsent(deps, visitor, form.get('program'))
    return { goTo: visitor.path }
  }
}
