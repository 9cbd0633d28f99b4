/**
 * The pages of a person's own account. Like those of sign-in, they are rendered entirely by the server and need no
 * script.
 */
import { type Context, Hono } from 'hono'
import type { Tenant } from '../../../core/tenants/tenant.ts'
import { addOpenRoutes, fieldsOf, type OpenRoute, open } from '../../../surfaces/http/open-route.ts'
import type { Announcer } from '../../core/factors/announcements.ts'
import { Refused } from '../../oidc/faults/fault.ts'
import type { TenantProviders } from '../../oidc/tenant-providers.ts'
import { keepFactor } from '../sign-in/announcement-step.ts'
import { refusePage } from '../sign-in/answer.ts'
import { type Page, rendered } from '../sign-in/page.ts'
import { acts } from './audited.ts'
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
      ...{ method: 'GET', path, reason },
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
      ...{ method: 'POST', path: `${base}/${name}`, reason, says: 'text/html' },
      ...{ ...rest, ...fields, maxBody: maxFormBytes },
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
      ...{ method: 'GET', path: `${base}/signed-in`, reason },
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
