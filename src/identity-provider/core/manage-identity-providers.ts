/**
 * Configuring external identity providers. The one who configures a provider decides who its people are here and could act as
 * any of them, so this requires every permission of the tenant. Operators of the installation cannot sign in
 * through a provider.
 */

import { tenantPermissions } from '../../core/access/built-in-roles.ts'
import type { Caller } from '../../core/access/caller.ts'
import type { Access } from '../../core/access/decide.ts'
import { permissionTable } from '../../core/access/permission-table.ts'
import { noteAudit } from '../../core/acting.ts'
import { DomainError } from '../../core/errors.ts'
import type { TenantId } from '../../core/ids.ts'
import { newUuid } from '../../core/uuid.ts'
import type {
  IdentityProvider,
  IdentityProviders,
  PrivateNetworkMark,
} from './identity-provider.ts'

export type ProviderDetails = {
  readonly displayName: string
  /** An HTTPS URL. */
  readonly issuer: string
  readonly clientId: string
  /** Null: a public client. Absent: unchanged; for a new provider, a public client. */
  readonly clientSecret?: string | null | undefined
  readonly linkClaim: string
  readonly requiredTid?: string | undefined
}

export type ProviderDeps = {
  readonly identityProviders: IdentityProviders
  readonly access: Pick<Access, 'hasWhole'>
}

/** Throws a DomainError `not-permitted`. */
export async function findIdentityProvider(
  { identityProviders }: { readonly identityProviders: Pick<IdentityProviders, 'find'> },
  tenantId: TenantId,
  id: string,
): Promise<IdentityProvider> {
  const provider = await identityProviders.find(tenantId, id)
  if (provider === undefined) throw noSuchProvider()
  return provider
}

export async function addIdentityProvider(
  { identityProviders: providers, access }: ProviderDeps,
  caller: Caller,
  details: ProviderDetails,
): Promise<IdentityProvider> {
  await requireEverything(access, caller)
  const { tenantId } = caller
  const made = {
    ...providerOf({ tenantId, id: newUuid() }, details, details.clientSecret),
    privateNetwork: false,
  }
  await providers.save(made)
  note(made, undefined)
  return made
}

/** Throws a DomainError `not-permitted` or `not-found`. */
export async function changeIdentityProvider(
  { identityProviders: providers, access }: ProviderDeps,
  caller: Caller,
  { id, ...details }: ProviderDetails & { readonly id: string },
): Promise<IdentityProvider> {
  await requireEverything(access, caller)
  const { tenantId } = caller
  const before = await providers.find(tenantId, id)
  if (before === undefined) throw noSuchProvider()
  const { clientSecret = before.clientSecret } = details
  const privateNetwork = before.privateNetwork && before.issuer === details.issuer
  const after = { ...providerOf(before, details, clientSecret), privateNetwork }
  await providers.save(after)
  note(after, before)
  return after
}

/** Existing sign-ins stay. Throws a DomainError `not-found`. */
export async function removeIdentityProvider(
  providers: IdentityProviders,
  { tenantId }: Caller,
  id: string,
): Promise<void> {
  if (!(await providers.remove(tenantId, id))) throw noSuchProvider()
}

/**
 * Allows a provider of any tenant to be in the private network, or no longer: for the platform operator. Throws a
 * DomainError `not-found` if there is none, and `conflict` if it is not the one that the operator reviewed.
 */
export async function markPrivateNetwork(
  providers: IdentityProviders,
  mark: PrivateNetworkMark,
): Promise<IdentityProvider> {
  const { tenantId, id, issuer, privateNetwork } = mark
  const before = await providers.find(tenantId, id)
  if (before === undefined) throw noSuchProvider()
  if (!(await providers.markPrivateNetwork(mark)))
    throw new DomainError('conflict', `The issuer is ${before.issuer}, not ${issuer}. Look again.`)
  const after = { ...before, privateNetwork }
  note(after, before)
  return after
}

/**
 * Also for a rename: an application that may only manage providers can manage none that somebody could sign in
 * with.
 */
async function requireEverything(access: Pick<Access, 'hasWhole'>, caller: Caller): Promise<void> {
  for (const permission of tenantPermissions) {
    if (await access.hasWhole(caller, permission)) continue
    throw new DomainError(
      'not-permitted',
      `Configuring a provider decides who its people are here, so it takes every permission in the tenant. You lack '${permissionTable[permission].title}'.`,
    )
  }
}

function providerOf(
  { tenantId, id }: Pick<IdentityProvider, 'tenantId' | 'id'>,
  { displayName, issuer, clientId, linkClaim, requiredTid }: ProviderDetails,
  clientSecret: string | null | undefined,
): Omit<IdentityProvider, 'privateNetwork'> {
  return {
    tenantId,
    id,
    displayName,
    issuer,
    clientId,
    linkClaim,
    ...(clientSecret != null && { clientSecret }),
    ...(requiredTid !== undefined && { requiredTid }),
  }
}

function note(after: IdentityProvider, before: IdentityProvider | undefined): void {
  const names = ['issuer', 'clientId', 'linkClaim', 'requiredTid', 'privateNetwork'] as const
  const text = (value: string | boolean | undefined) => value?.toString() ?? null
  noteAudit({
    type: 'IdentityProvider',
    id: after.id,
    name: after.displayName,
    properties: names
      .filter((name) => before?.[name] !== after[name])
      .map((name) => ({ name, before: text(before?.[name]), after: text(after[name]) })),
  })
}

function noSuchProvider(): DomainError {
  return new DomainError('not-found', 'There is no such identity provider.')
}
