/** The addresses that a browser is led to: sign-in, sign-out and the codes of devices. The provider decides there. */
import type { Context } from 'hono'
import type { ApplicationId } from '../../core/ids.ts'
import type { Tenant } from '../../core/tenants/tenant.ts'
import { parseUuid } from '../../core/uuid.ts'
import { addressOf } from '../../surfaces/http/connection.ts'
import { networkOf } from '../../surfaces/http/network-of.ts'
import { type OpenRoute, open } from '../../surfaces/http/open-route.ts'
import { signInRule, userCodeRule } from '../core/attempts.ts'
import { readAhead } from '../core/read-together.ts'
import { standardSignInForm } from '../oidc/authorize-request.ts'
import { Refused } from '../oidc/faults/fault.ts'
import {
  malformedRequest,
  missingParameter,
  tooManySignIns,
} from '../oidc/faults/request-faults.ts'
import { noDeviceCode } from '../oidc/faults/sign-in-faults.ts'
import { findApplication } from '../oidc/find-application.ts'
import { refusePage } from '../pages/sign-in/answer.ts'
import type { Authority } from './authority.ts'
import { logout } from './log-out.ts'
import { pass, sameQuestion } from './pass-on.ts'
import { withOwnCode } from './shared-device-code.ts'

/** Bytes of a form. */
const maxFormBytes = 32 * 1024

/** Of a request to sign in: Entra's clients send some 20 parameters. */
const maxParameters = 40
const maxParameterBytes = 8 * 1024

export function browserRoutes(authority: Authority): readonly OpenRoute[] {
  const base = '/:tenant/oauth2/v2.0'
  const page = (handler: (c: Context, tenant: Tenant) => Promise<Response>) => (c: Context) =>
    readShown(c, authority)
      .then(() => authority.tenantOf(c.req.param('tenant') ?? ''))
      .then((tenant) => handler(c, tenant))
      .catch((error: unknown) => refusePage(error, authority.report))
  const shown = { says: 'text/html', maxBody: maxFormBytes } as const
  const passedOn = {
    ...shown,
    reason: 'the cookie of the sign-in or the session says whose browser it is',
    handle: page(async (c, tenant) => pass(c, authority, { tenant })),
  }

  return [
    open({
      ...shown,
      method: ['GET', 'POST'],
      path: [`${base}/authorize`, '/:tenant/oauth2/authorize'],
      reason: 'it is where a person signs in',
      handle: page((c, tenant) => authorize(c, authority, tenant)),
    }),
    open({ ...passedOn, method: 'GET', path: `${base}/authorize/:uid` }),
    open({
      ...shown,
      method: 'GET',
      path: [`${base}/logout`, '/:tenant/oauth2/logout'],
      reason: 'it ends the session of the browser that asks, after a question',
      handle: page((c, tenant) => logout(c, authority, tenant)),
    }),
    open({ ...passedOn, method: 'POST', path: `${base}/logout` }),
    open({ ...passedOn, method: 'POST', path: `${base}/logout/confirm` }),
    open({ ...passedOn, method: 'GET', path: `${base}/logout/success` }),
    open({
      ...shown,
      method: ['GET', 'POST'],
      path: `${base}/deviceauth`,
      reason: 'it is where a person signs in for a device, by the code that it shows',
      handle: page((c, tenant) => deviceAuth(c, authority, tenant)),
    }),
    open({ ...passedOn, method: 'GET', path: `${base}/deviceauth/:uid` }),
  ]
}

/** The sign-in that is gone on with, or else the program that one is for. */
async function readShown(c: Context, { readTogether }: Authority): Promise<void> {
  const { tenant = '', uid } = c.req.param() as { tenant?: string; uid?: string }
  const applicationId = parseUuid(c.req.query('client_id') ?? '') as ApplicationId | undefined
  if (uid === undefined && applicationId === undefined) return
  const shown = uid === undefined ? { id: '', kinds: [] } : { id: uid, kinds: ['Interaction'] }
  await readAhead(readTogether, { tenant, ...shown, ...(applicationId && { applicationId }) })
}

async function authorize(c: Context, authority: Authority, tenant: Tenant): Promise<Response> {
  const asked = new URLSearchParams(
    c.req.method === 'GET' ? new URL(c.req.url).search : await c.req.text(),
  )
  refuseOddForm(asked)
  const network = networkOf(addressOf(c.req.raw))
  const verdict = await authority.attempts.take(tenant.id, signInRule, network)
  if (!verdict.allowed) throw new Refused({ ...tooManySignIns, retryAfter: verdict.retryAfter })
  const clientId = asked.get('client_id')
  if (clientId === null || clientId === '') throw new Refused(missingParameter('client_id'))
  const { signIn } = await findApplication(authority, tenant.id, clientId)
  const form = standardSignInForm(asked, signIn)
  const path = `/oauth2/v2.0/authorize?${form}`
  return await pass(c, authority, { tenant, question: { method: 'GET', path } })
}

/** Of a parameter that is there twice neither can be believed, and what is kept for a sign-in has its limits. */
function refuseOddForm(asked: URLSearchParams): void {
  const names = [...asked.keys()].map((name) => name.toLowerCase())
  const isOdd = new Set(names).size < names.length || names.length > maxParameters
  if (isOdd || asked.toString().length > maxParameterBytes) throw new Refused(malformedRequest)
}

/** Codes are short, so somebody who types many of them is stopped. */
async function deviceAuth(c: Context, authority: Authority, tenant: Tenant): Promise<Response> {
  const { deviceCode } = await authority.policies.find(tenant.id)
  if (!deviceCode) throw new Refused(noDeviceCode)
  if (c.req.method === 'GET') {
    // A code in the address would have been typed by the sender of the address.
    return await pass(c, authority, {
      tenant,
      question: { method: 'GET', path: '/oauth2/v2.0/deviceauth' },
    })
  }
  const network = networkOf(addressOf(c.req.raw))
  const verdict = await authority.attempts.take(tenant.id, userCodeRule, network)
  if (!verdict.allowed) {
    const text = 'Too many codes were entered from here. Try again later.'
    const { retryAfter } = verdict
    throw new Refused({ ...noDeviceCode, status: 429, aadsts: 50053, text, retryAfter })
  }
  const body = await withOwnCode(authority, tenant, await c.req.text())
  const question = { ...(await sameQuestion(c)), body }
  return await pass(c, authority, { tenant, question })
}
