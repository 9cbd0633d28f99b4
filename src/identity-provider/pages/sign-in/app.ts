/**
 * The pages between a program's request for a sign-in and the answer to it.
 *
 * Every POST changes how far the sign-in has come and then leads back to its one GET, which shows what is
 * missing next: a password, another factor, an account, a consent.
 */
import { type Context, Hono } from 'hono'
import type { Tenant } from '../../../core/tenants/tenant.ts'
import { addressOf } from '../../../surfaces/http/client-address.ts'
import { addOpenRoutes, fieldsOf, type OpenRoute, open } from '../../../surfaces/http/open-route.ts'
import type { PublicOrigin } from '../../../surfaces/http/public-origin.ts'
import type { Attempts } from '../../core/attempts.ts'
import type { Passwords } from '../../core/passwords.ts'
import { type ReadTogether, readAhead } from '../../core/read-together.ts'
import { judgeError } from '../../protocol/errors.ts'
import type { TenantProviders } from '../../protocol/tenant-providers.ts'
import {
  accountChosen,
  announced,
  askPassword,
  chooseAccount,
  firstQuestion,
  judgeFactor,
  judgeFirstPassword,
  nextStep,
  passkeyPageOf,
  type Step,
  type StepDeps,
  stepDone,
} from '../steps.ts'
import { consented, signedIn } from './audited.ts'
import { consentPageOf, giveConsent } from './consent-step.ts'
import { beginExternal, bounceExternal, finishExternal } from './external.ts'
import { rendered } from './page.ts'
import { errorPage } from './pages.ts'
import { passwordMessages, passwordStep } from './password-step.ts'
import { epochSeconds, progressIn } from './progress.ts'
import { finish, programOf, type Visit, visitOf } from './visit.ts'

export type SignInDeps = StepDeps & {
  readonly readTogether: ReadTogether
  readonly origin: PublicOrigin
  readonly passwords: Passwords
  readonly attempts: Attempts
}

type Find = {
  readonly tenant: (name: string) => Promise<Tenant>
  readonly provider: TenantProviders
}

/** One request of a sign-in: the form is empty for GET. */
type Turn = {
  readonly visit: Visit
  readonly form: URLSearchParams
  readonly address: string
  readonly url: URL
  readonly name: string
}

type Handler = (turn: Turn) => Promise<Step>

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

/** The way to an outside identity provider, and back. */
function externalPages(deps: SignInDeps, find: Find): readonly OpenRoute[] {
  return [
    turnOf(deps, find, {
      method: 'GET',
      path: `${base}/external/:name`,
      handler: async ({ visit, name }) => {
        const way = await beginExternal(deps, visit, name)
        if ('goTo' in way) return way
        return { page: await askPassword(deps, visit, way), status: 503 }
      },
    }),
    turnOf(deps, find, { method: 'GET', path: `${base}/external`, handler: returned(deps) }),
    open({
      method: 'GET',
      path: '/:tenant/oauth2/v2.0/external',
      reason: 'it only leads an answer of an outside provider on to the sign-in that it is for',
      handle: async (c) => {
        const tenant = await find.tenant(c.req.param('tenant') ?? '')
        return c.redirect(await bounceExternal(deps, tenant.id, new URL(c.req.url)), 303)
      },
    }),
  ]
}

/** A page for people, whatever went wrong. */
export async function refusePage(
  error: unknown,
  report: (error: unknown) => void,
): Promise<Response> {
  const { fault, ours } = judgeError(error)
  if (ours) report(error)
  const { text, aadsts, status, retryAfter } = fault
  const { document, headers } = await rendered(errorPage(text, aadsts))
  const wait = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  return new Response(document, { status, headers: { ...headers, ...wait } })
}

async function send(c: Context, step: Step): Promise<Response> {
  if ('goTo' in step) {
    if (step.cookie !== undefined) c.header('set-cookie', step.cookie, { append: true })
    return c.redirect(step.goTo, 303)
  }
  const { document, headers } = await rendered(step.page)
  const { status = 200, retryAfter } = step
  const wait = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  return new Response(document, { status, headers: { ...headers, ...wait } })
}

function current(deps: SignInDeps): Handler {
  return async ({ visit, url, address }) => {
    switch (visit.interaction.prompt.name) {
      case 'consent':
        return { page: await consentPageOf(deps, visit) }
      case 'select_account':
        return { page: await chooseAccount(deps, visit) }
      default: {
        const wanted = url.searchParams.get('factor') ?? undefined
        return nextStep(deps, visit, { wanted, address })
      }
    }
  }
}

function password(deps: SignInDeps): Handler {
  return async ({ visit, form, address }) => {
    const userName = form.get('username') ?? ''
    const verdict = await passwordStep(deps, {
      tenantId: visit.tenant.id,
      address,
      userName,
      password: form.get('password') ?? '',
      deviceWord: visit.deviceWord,
    })
    if (verdict.kind === 'right') {
      const { id: personId, passwordMark } = verdict.person
      return stepDone(deps, visit, { personId, amr: ['pwd'], since: epochSeconds(), passwordMark })
    }
    const { status, text } = passwordMessages[verdict.kind]
    return {
      page: await askPassword(deps, visit, { userName, message: text }),
      status,
      ...('retryAfter' in verdict && { retryAfter: verdict.retryAfter }),
    }
  }
}

function askPasskey(deps: SignInDeps): Handler {
  return async ({ visit }) => ({ page: passkeyPageOf(deps, visit) })
}

function passkeyAnswered(deps: SignInDeps): Handler {
  return async ({ visit, form }) => {
    const verdict = await deps.passkeyFirst.submit(firstQuestion(visit), form)
    if (verdict.ok) {
      const { person, amr } = verdict
      return stepDone(deps, visit, { personId: person.id, amr, since: epochSeconds() })
    }
    return { page: passkeyPageOf(deps, visit, verdict.message), status: verdict.status }
  }
}

function cancelled(deps: SignInDeps): Handler {
  return async ({ visit }) => {
    await progressIn(deps.state).forget(visit.tenant.id, visit.interaction.uid)
    const text = 'AADSTS65004: User declined to consent to access the app.'
    return { goTo: await finish(visit, { error: 'access_denied', error_description: text }) }
  }
}

function returned(deps: SignInDeps): Handler {
  return async ({ visit, url }) => {
    const verdict = await finishExternal(deps, visit, url)
    if ('person' in verdict) {
      const { person, amr } = verdict
      return stepDone(deps, visit, { personId: person.id, amr, since: epochSeconds() })
    }
    return { page: await askPassword(deps, visit, { message: verdict.message }), status: 401 }
  }
}
