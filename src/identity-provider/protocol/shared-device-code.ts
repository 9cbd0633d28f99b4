/**
 * Device codes of an authority that names no tenant, where the installation has several.
 *
 * Such a code belongs to no tenant yet. When a person types it at their tenant, a code of that tenant is made for it
 * with what the program asked for; the program goes on asking with its own and is given the tenant's answers.
 */
import { randomBytes, randomInt } from 'node:crypto'
import type { TenantId } from '../../core/ids.ts'
import type { Tenant } from '../../core/tenants/tenant.ts'
import { addressHeader, askProvider } from '../oidc/ask-provider.ts'
import { standardSignInForm } from '../oidc/authorize-request.ts'
import { Refused } from '../oidc/faults/fault.ts'
import { missingParameter } from '../oidc/faults/request-faults.ts'
import {
  authorizationPending,
  badDeviceCode,
  expiredDeviceCode,
  noDeviceCode,
} from '../oidc/faults/sign-in-faults.ts'
import { findApplication } from '../oidc/find-application.ts'
import type { Authority } from './authority.ts'

export type DeviceAnswer = Readonly<Record<string, unknown>>

type Waiting = {
  readonly deviceCode: string
  /** Where the program runs, which the person is shown. */
  readonly address: string
  /** What the program asked for, as a form. */
  readonly asked: string
  /** The tenant's own code; absent until somebody typed ours. */
  readonly tenantsCode?: string
}

/** States that belong to no tenant are kept under this id. */
const nobody = '00000000-0000-0000-0000-000000000000' as TenantId
const kind = 'SharedDeviceCode'
const lifetime = 15 * 60

/** Without vowels and digits, as the codes of tenants. */
const letters = 'BCDFGHJKLMNPQRSTVWXZ'

export async function sharedDeviceCode(
  authority: Authority,
  { asked, address }: { readonly asked: URLSearchParams; readonly address: string },
): Promise<DeviceAnswer> {
  const clientId = asked.get('client_id')
  if (clientId === null || clientId === '') throw new Refused(missingParameter('client_id'))
  if (!(await anyAllows(authority))) throw new Refused(noDeviceCode)
  const deviceCode = randomBytes(32).toString('base64url')
  const userCode = `${word()}-${word()}`
  const waiting: Waiting = { deviceCode, address, asked: asked.toString() }
  await authority.state.put({ tenantId: nobody, kind, id: deviceCode }, waiting, {
    userCode: plain(userCode),
    expiresIn: lifetime,
  })
  return {
    user_code: userCode,
    device_code: deviceCode,
    verification_uri: new URL('/organizations/oauth2/v2.0/deviceauth', authority.publicUrl).href,
    expires_in: lifetime,
  }
}

/** Puts the tenant's code in the place of ours; throws Refused while nobody has typed it. */
export async function useTenantsCode(
  { state }: Pick<Authority, 'state'>,
  form: URLSearchParams,
): Promise<void> {
  const id = form.get('device_code') ?? ''
  const found = await state.findEvenExpired({ tenantId: nobody, kind, id })
  if (found === undefined) return
  const { tenantsCode } = found.payload as Waiting
  if (tenantsCode !== undefined) return form.set('device_code', tenantsCode)
  throw new Refused((found.secondsLeft ?? 1) <= 0 ? expiredDeviceCode : authorizationPending)
}

/** The form of a person who types a code: one that belongs to no tenant is changed for one of this tenant. */
export async function withOwnCode(
  authority: Authority,
  tenant: Tenant,
  body: string,
): Promise<string> {
  const form = new URLSearchParams(body)
  const typed = form.get('user_code')
  if (typed === null || form.has('confirm')) return body
  const found = await authority.state.findByName(
    { tenantId: nobody, kind },
    { userCode: plain(typed) },
  )
  if (found === undefined) return body
  const waiting = found.payload as Waiting
  const own = await codeOf(authority, tenant, waiting)
  await authority.state.put(
    { tenantId: nobody, kind, id: waiting.deviceCode },
    { ...waiting, tenantsCode: own.device_code },
    { expiresIn: lifetime },
  )
  form.set('user_code', own.user_code)
  return form.toString()
}

type OwnCode = { readonly device_code: string; readonly user_code: string }

async function codeOf(
  authority: Authority,
  tenant: Tenant,
  { asked: text, address }: Waiting,
): Promise<OwnCode> {
  const asked = new URLSearchParams(text)
  const { signIn } = await findApplication(authority, tenant.id, asked.get('client_id') ?? '')
  const { handler } = await authority.providerOf(tenant.id)
  const answer = await askProvider(handler, new URL(`/${tenant.id}`, authority.publicUrl), {
    path: '/oauth2/v2.0/devicecode',
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
      [addressHeader]: address,
    },
    body: standardSignInForm(asked, signIn).toString(),
  })
  if (!answer.ok) throw new Refused(badDeviceCode)
  return (await answer.json()) as OwnCode
}

async function anyAllows({ tenants, policies }: Authority): Promise<boolean> {
  for (const { id } of await tenants.list()) {
    if ((await policies.find(id)).deviceCode) return true
  }
  return false
}

function word(): string {
  return Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
}

/** As it is compared: however it was typed. */
function plain(userCode: string): string {
  return userCode.replace(/[^a-z]/gi, '').toUpperCase()
}
