/** The endpoint where a device gets a code that its person types elsewhere. */
import type { Context } from 'hono'
import type { Tenant } from '../../core/tenants/tenant.ts'
import { addressOf } from '../../surfaces/http/connection.ts'
import { standardSignInForm } from '../oidc/authorize-request.ts'
import { onlyOrganizations } from '../oidc/faults/address-faults.ts'
import { Refused } from '../oidc/faults/fault.ts'
import { lowerCaseNames } from '../oidc/token-request.ts'
import { isPersonal, isShared, theOnlyTenant } from './authorities.ts'
import type { Authority } from './authority.ts'
import { checkDeviceCode } from './device-polls.ts'
import { applicationOfForm, ask } from './forward.ts'
import { type DeviceAnswer, sharedDeviceCode } from './shared-device-code.ts'

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
  await checkDeviceCode(authority, tenant)
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
