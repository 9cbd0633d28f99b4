/**
 * One request of a browser in the middle of a sign-in, found to belong to it.
 *
 * The sign-in is named by the path and must be named by the browser's cookie too; a form must come from a
 * page of this very origin. So nobody can make somebody else's browser go on with a sign-in.
 */
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type Provider from 'oidc-provider'
import type { AdapterPayload } from 'oidc-provider'
import type { Application } from '../../../core/applications/application.ts'
import type { ApplicationId, TenantId } from '../../../core/ids.ts'
import type { Tenant } from '../../../core/tenants/tenant.ts'
import { parseUuid } from '../../../core/uuid.ts'
import { originOf, type PublicOrigin } from '../../../surfaces/http/public-origin.ts'
import { interactionCookie } from '../../oidc/cookies.ts'
import { Refused } from '../../oidc/faults/fault.ts'
import { malformedRequest } from '../../oidc/faults/request-faults.ts'
import { findApplication } from '../../oidc/find-application.ts'
import { keptInteraction } from '../../oidc/sealed-interactions.ts'
import { signInPath } from '../../oidc/sign-in-path.ts'
import type { ProviderDeps } from '../../oidc/tenant-provider.ts'
import { knownDeviceCookie } from './known-device-cookie.ts'

export type Interaction = InstanceType<Provider['Interaction']>

export type Visit = {
  readonly tenant: Tenant
  readonly interaction: Interaction
  readonly application: Application
  /** Below which the pages of this sign-in lie. */
  readonly path: string
  readonly origin: string
  /** By which the browser says that it is known. */
  readonly deviceWord: string | undefined
}

/** The sign-in is unknown, over, or another browser's. */
export const lostSignIn = {
  ...malformedRequest,
  aadsts: 165000,
  text: 'This sign-in has expired or was started in another browser. Go back to the program and sign in again.',
}

type Place = {
  readonly tenant: Tenant
  readonly provider: Provider
  readonly deps: ProviderDeps & { readonly origin: PublicOrigin }
}

/** Throws Refused. */
export async function visitOf(c: Context, { tenant, provider, deps }: Place): Promise<Visit> {
  const uid = c.req.param('uid') ?? ''
  const origin = originOf(c.req.raw, deps.origin)
  if (c.req.method !== 'GET' && c.req.header('origin') !== origin) throw new Refused(lostSignIn)
  if (getCookie(c, interactionCookie) !== uid) throw new Refused(lostSignIn)
  const interaction = await interactionOf(c, { tenant, provider, deps })
  if (interaction === undefined) throw new Refused(lostSignIn)
  const application = await findApplication(
    deps,
    tenant.id,
    String(interaction.params['client_id']),
  )
  const path = signInPath(tenant.id, uid)
  const deviceWord = getCookie(c, knownDeviceCookie(tenant.id))
  return { tenant, interaction, application, path, origin, deviceWord }
}

/** As the provider makes one, which its types do not say. */
type RevivedInteraction = new (uid: string, payload: AdapterPayload) => Interaction

/** Answered once it is a row; until then the browser keeps it. */
async function interactionOf(
  c: Context,
  { tenant, provider, deps }: Place,
): Promise<Interaction | undefined> {
  const uid = c.req.param('uid') ?? ''
  const answered = await provider.Interaction.find(uid)
  if (answered !== undefined) return answered
  const kept = keptInteraction(c, deps.seals, { tenantId: tenant.id, uid })
  if (kept === undefined) return undefined
  const { Interaction: Kept } = provider as unknown as { Interaction: RevivedInteraction }
  return new Kept(uid, kept)
}

/** The program that a sign-in is for, as far as the browser keeps it: what is read ahead needs it. */
export function programOf(
  c: Context,
  { seals }: Pick<ProviderDeps, 'seals'>,
  { tenant, uid }: { readonly tenant: string; readonly uid: string },
): ApplicationId | undefined {
  const tenantId = parseUuid(tenant) as TenantId | undefined
  if (tenantId === undefined) return undefined
  const { params } = keptInteraction(c, seals, { tenantId, uid }) ?? {}
  return parseUuid(String(params?.['client_id'] ?? '')) as ApplicationId | undefined
}

/** Tells the provider the outcome; the answer is where the browser goes on. */
export async function finish(
  { interaction }: Visit,
  result: Readonly<Record<string, unknown>>,
): Promise<string> {
  interaction.result =
    'error' in result ? { ...result } : { ...interaction.lastSubmission, ...result }
  await interaction.save(interaction.exp - Math.floor(Date.now() / 1000))
  return interaction.returnTo
}
