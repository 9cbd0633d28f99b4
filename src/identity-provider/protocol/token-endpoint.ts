/** The endpoint that applications call for tokens. */
import type { Context } from 'hono'
import type { ApplicationId } from '../../core/ids.ts'
import { parseUuid } from '../../core/uuid.ts'
import { clientCertificateOf } from '../../surfaces/http/connection.ts'
import { originOf } from '../../surfaces/http/public-origin.ts'
import { readAhead } from '../core/read-together.ts'
import { deviceCodeGrant, lowerCaseNames, standardTokenForm } from '../oidc/token-request.ts'
import { heldBy, isPersonal, isShared, tenantOfForm } from './authorities.ts'
import type { Authority } from './authority.ts'
import { checkOrigin, readableBy } from './cross-origin.ts'
import { askPatiently, checkDeviceCode } from './device-polls.ts'
import { inWordsAsked } from './first-generation.ts'
import { applicationOfForm, ask, type Forwarded } from './forward.ts'
import { withSecretBudget } from './secret-budget.ts'
import { useTenantsCode } from './shared-device-code.ts'

export async function answerToken(c: Context, authority: Authority): Promise<Response> {
  const name = c.req.param('tenant') ?? ''
  const body = await c.req.text()
  await readShown(authority, name, lowerCaseNames(new URLSearchParams(body)))
  if (!isShared(name) && !isPersonal(name)) await authority.tenantOf(name)
  const form = standardTokenForm(body, { isFirst: /\/oauth2\/token\/?$/i.test(c.req.path) })
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

async function checkBrowser(
  c: Context,
  authority: Authority,
  { tenant, form }: Pick<Forwarded, 'tenant' | 'form'>,
): Promise<void> {
  const own = originOf(c.req.raw, authority.origin)
  const application = await applicationOfForm(authority, tenant, form)
  checkOrigin(c.req.header('origin'), own, application)
}
