/** The two endpoints that applications call directly: for tokens, and for a code that a person types elsewhere. */
import type { Context } from 'hono'
import { type ApplicationId, parseUuid } from '../../core/ids.ts'
import type { Tenant } from '../../core/tenants/tenant.ts'
import { addressOf } from '../../surfaces/http/client-address.ts'
import { clientCertificateOf } from '../../surfaces/http/client-certificate.ts'
import { originOf } from '../../surfaces/http/public-origin.ts'
import { devicePollRule } from '../core/attempts.ts'
import { readAhead } from '../core/read-together.ts'
import { correlationHeader } from '../oidc/answer-as-entra.ts'
import { addressHeader, askedHeader, askProvider, certificateHeader } from '../oidc/ask-provider.ts'
import { standardSignInForm } from '../oidc/authorize-request.ts'
import { onlyOrganizations } from '../oidc/faults/address-faults.ts'
import { Refused } from '../oidc/faults/fault.ts'
import { correlationIdOf } from '../oidc/faults/fault-body.ts'
import { missingParameter } from '../oidc/faults/request-faults.ts'
import { noDeviceCode, slowDown } from '../oidc/faults/sign-in-faults.ts'
import { findApplication } from '../oidc/find-application.ts'
import { deviceCodeGrant, lowerCaseNames, standardTokenForm } from '../oidc/token-request.ts'
import { heldBy, isPersonal, isShared, tenantOfForm, theOnlyTenant } from './authorities.ts'
import type { Authority } from './authority.ts'
import { checkOrigin, readableBy } from './cross-origin.ts'
import { inWordsAsked } from './first-generation.ts'
import { withSecretBudget } from './secret-budget.ts'
import { type DeviceAnswer, sharedDeviceCode, useTenantsCode } from './shared-device-code.ts'

export async function answerToken(c: Context, authority: Authority): Promise<Response> {
  const name = c.req.param('tenant') ?? ''
  const body = await c.req.text()
  await readShown(authority, name, lowerCaseNames(new URLSearchParams(body)))
  if (!isShared(name) && !isPersonal(name)) await authority.tenantOf(name)
  const form = standardTokenForm(body)
  if (form.get('grant_type') === deviceCodeGrant && isShared(name))
    await useTenantsCode(authority, form)
  const tenant = await tenantOfForm(authority, name, form)
  const isPoll = form.get('grant_type') === deviceCodeGrant
  if (isPoll) await checkDeviceCode(authority, tenant)
  const origin = c.req.header('origin')
  if (origin !== undefined) await checkBrowser(c, authority, { tenant, form })
  const forwarded = { tenant, form, path: '/oauth2/v2.0/token' }
  const askOnce = async () =>
    (await grantedBySecret(c, authority, forwarded)) ?? (await ask(c, authority, forwarded))
  const answer = await withSecretBudget(c, authority, {
    tenant,
    form,
    ask: isPoll ? () => askPatiently(authority, { tenant, form, ask: askOnce }) : askOnce,
  })
  const worded = await inWordsAsked(answer, { asked: new URLSearchParams(body), form })
  return readableBy(worded, origin)
}

/** The code or the token that is redeemed, and the program that does it. */
async function readShown(
  { readTogether }: Authority,
  tenant: string,
  form: URLSearchParams,
): Promise<void> {
  const applicationId = parseUuid(form.get('client_id') ?? '') as ApplicationId | undefined
  const shown = heldBy(form)
  if (shown === undefined && applicationId === undefined) return
  await readAhead(readTogether, {
    tenant,
    ...(shown ?? { id: '', kinds: [] }),
    ...(applicationId && { applicationId }),
  })
}

export async function answerDeviceCode(c: Context, authority: Authority): Promise<Response> {
  const asked = lowerCaseNames(new URLSearchParams(await c.req.text()))
  const name = c.req.param('tenant') ?? ''
  if (isPersonal(name)) throw new Refused(onlyOrganizations(asked.get('client_id') ?? ''))
  const only = isShared(name) ? await theOnlyTenant(authority) : undefined
  if (isShared(name) && only === undefined) {
    return deviceAnswer(
      c,
      await sharedDeviceCode(authority, { asked, address: addressOf(c.req.raw) }),
    )
  }
  const tenant = only ?? (await authority.tenantOf(name))
  return await tenantDeviceCode(c, authority, { tenant, asked })
}

async function tenantDeviceCode(
  c: Context,
  authority: Authority,
  { tenant, asked }: { readonly tenant: Tenant; readonly asked: URLSearchParams },
): Promise<Response> {
  const { deviceCode } = await authority.policies.find(tenant.id)
  if (!deviceCode) throw new Refused(noDeviceCode)
  const application = await applicationOfForm(authority, tenant, asked)
  const form = standardSignInForm(asked, application.signIn)
  const answer = await ask(c, authority, { tenant, form, path: '/oauth2/v2.0/devicecode' })
  if (!answer.ok) return answer
  // The person's own browser must reach the page, whatever host the application uses for us.
  const page = new URL(`/${tenant.id}/oauth2/v2.0/deviceauth`, authority.publicUrl).href
  // Omit `verification_uri_complete`: it embeds the user code, so a phished user would have nothing to compare.
  const { verification_uri_complete: _, ...body } = (await answer.json()) as DeviceAnswer
  return deviceAnswer(c, { ...body, verification_uri: page })
}

/** The older endpoint calls the page `verification_url`. [documented] */
function deviceAnswer(c: Context, body: DeviceAnswer): Response {
  const { verification_uri: page, user_code: code } = body
  const isOlder = !c.req.path.includes('/v2.0/')
  c.header('cache-control', 'no-store')
  return c.json({
    ...body,
    ...(isOlder && { verification_url: page }),
    interval: 5,
    message: `To sign in, use a web browser to open the page ${page} and enter the code ${code} to authenticate.`,
  })
}

type Forwarded = {
  readonly tenant: Tenant
  readonly form: URLSearchParams
  readonly path: string
}

async function ask(
  c: Context,
  { providerOf, baseOf }: Authority,
  { tenant, form, path }: Forwarded,
): Promise<Response> {
  const { handler } = await providerOf(tenant.id)
  const base = baseOf(c.req.raw, tenant)
  const asked = new URL(c.req.path, base).href
  return await askProvider(handler, base, {
    path,
    method: 'POST',
    headers: { ...programHeaders(c.req.raw), [askedHeader]: asked },
    body: form.toString(),
  })
}

/** Undefined where the request proves the program by anything besides its form. */
async function grantedBySecret(
  c: Context,
  { secretGrant }: Authority,
  { tenant, form }: Forwarded,
): Promise<Response | undefined> {
  const hasMore =
    c.req.header('authorization') !== undefined || clientCertificateOf(c.req.raw) !== undefined
  return hasMore ? undefined : await secretGrant(tenant.id, form)
}

/** The request headers that the provider needs to see. */
function programHeaders(request: Request): Record<string, string> {
  const authorization = request.headers.get('authorization')
  const certificate = clientCertificateOf(request)
  return {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
    [correlationHeader]: correlationIdOf(request),
    [addressHeader]: addressOf(request),
    ...(authorization !== null && { authorization }),
    ...(certificate !== undefined && { [certificateHeader]: certificate.toString('base64') }),
  }
}

async function checkDeviceCode({ policies }: Authority, { id }: Tenant): Promise<void> {
  const { deviceCode } = await policies.find(id)
  if (!deviceCode) throw new Refused(noDeviceCode)
}

/**
 * A device that asks too often is asked to slow down (RFC 8628 section 3.5). Only polls of a code that waits are
 * counted: otherwise anybody could fill the database with counters of codes that there never were.
 */
async function askPatiently(
  { attempts }: Authority,
  { tenant, form, ask }: Polling,
): Promise<Response> {
  const code = form.get('device_code') ?? ''
  if (attempts.refusedFor?.(tenant.id, devicePollRule, code) !== undefined)
    throw new Refused(slowDown)
  const answer = await ask()
  if (answer.ok || !(await isPending(answer))) return answer
  const verdict = await attempts.take(tenant.id, devicePollRule, code)
  if (!verdict.allowed) throw new Refused(slowDown)
  return answer
}

type Polling = {
  readonly tenant: Tenant
  readonly form: URLSearchParams
  readonly ask: () => Promise<Response>
}

async function isPending(answer: Response): Promise<boolean> {
  const { error } = (await answer.clone().json()) as { readonly error?: string }
  return error === 'authorization_pending'
}

async function checkBrowser(
  c: Context,
  authority: Authority,
  { tenant, form }: Pick<Forwarded, 'tenant' | 'form'>,
): Promise<void> {
  const own = originOf(c.req.raw, authority.origin)
  const application = await applicationOfForm(authority, tenant, form)
  checkOrigin(c.req.header('origin'), own, application)
}

async function applicationOfForm(authority: Authority, tenant: Tenant, form: URLSearchParams) {
  const clientId = form.get('client_id')
  if (clientId === null || clientId === '') throw new Refused(missingParameter('client_id'))
  return await findApplication(authority, tenant.id, clientId)
}
