/** The pages of one's own account. The server writes them whole, as those of sign-in, and they need no script. */
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Announcer } from '../../../core/factors/announcements.ts'
import type { Tenant } from '../../../core/tenant/tenant.ts'
import { Refused } from '../faults.ts'
import { refusePage } from '../sign-in/app.ts'
import { type Page, rendered } from '../sign-in/page.ts'
import type { TenantProviders } from '../tenant-providers.ts'
import { type AuditDeps, actOf } from './audited.ts'
import { judgeNewPassword, type NewPasswordDeps } from './new-password.ts'
import { endedPage, overviewPage, passwordChangedPage, passwordPage } from './pages.ts'
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
  AuditDeps & { readonly announcer: Announcer }

type Find = {
  readonly tenant: (name: string) => Promise<Tenant>
  readonly provider: TenantProviders
}

type Answer = {
  readonly page: Page
  /** 200 when absent. */
  readonly status?: number
  readonly retryAfter?: number
}

type Handler = (visitor: Visitor, form: URLSearchParams) => Promise<Answer>

/** Bytes of a form. */
const largestForm = 32 * 1024

/** Pages that a sign-in may come back to; anything else is the first page. */
const returns = ['password']

export function accountApp(deps: AccountDeps, find: Find): Hono {
  const app = new Hono()
  const limit = bodyLimit({ maxSize: largestForm })

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
    return await send(await handler(visitor, new URLSearchParams()))
  }
  const posted =
    (page: string, { needsFresh, handler }: { needsFresh: boolean; handler: Handler }) =>
    async (c: Context) => {
      const visitor = await visited(c)
      if (visitor === undefined) return await signIn(c, page)
      const form = new URLSearchParams(await c.req.text())
      requireOwnForm(c, form, { word: visitor.word, origin: deps.origin })
      if (needsFresh && !visitor.isFresh) return await signIn(c, page)
      return await send(await handler(visitor, form))
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
  app.post(`${base}/keep`, limit, posted('', { needsFresh: false, handler: keepFactor(deps) }))
  app.post(`${base}/end-all`, limit, posted('', { needsFresh: true, handler: endAll(deps) }))
  app.get(`${base}/signed-in`, async (c) => {
    if ((await visited(c)) === undefined) throw new Refused(noSession)
    const tenant = await find.tenant(c.req.param('tenant') ?? '')
    const page = returns.find((each) => each === c.req.query('state'))
    return c.redirect(page === undefined ? accountPath(tenant) : `${accountPath(tenant)}/${page}`)
  })
  app.onError((error) => refusePage(error, deps.report))
  return app
}

async function send({ page, status = 200, retryAfter }: Answer): Promise<Response> {
  const { document, headers } = await rendered(page)
  const wait = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  return new Response(document, { status, headers: { ...headers, ...wait } })
}

function overview({ announcer }: AccountDeps, message?: string): Handler {
  return async (visitor) => {
    const { removals } = await announcer.of(visitor.person)
    const notices = await announcer.all(visitor.person)
    return { page: overviewPage(visitor, { removals, notices, message }) }
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

function keepFactor(deps: AccountDeps): Handler {
  return async (visitor, form) => {
    const factor = form.get('factor')
    const { removals } = await deps.announcer.of(visitor.person)
    const isWaiting = removals.some(({ factorId }) => factorId === factor)
    if (isWaiting) await deps.announcer.keep(visitor.person, factor as string)
    return await overview(deps)(visitor, form)
  }
}

function endAll({ audit, people }: AccountDeps): Handler {
  return async (visitor) => {
    const { tenant, person } = visitor
    await audit.change(actOf(visitor, 'End all sign-ins'), async () => {
      await people.endSignIns(tenant.id, person.id)
      return { result: undefined, resource: { type: 'User', id: person.id } }
    })
    return { page: endedPage(visitor) }
  }
}
