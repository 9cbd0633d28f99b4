/**
 * Setting up outside identity providers. Whoever names one decides who its people are here, so the permission
 * is one of its own and counts among the destructive ones.
 */

import { noteAudit } from '../../core/access/acting.ts'
import type { Caller } from '../../core/access/caller.ts'
import { DomainError } from '../../core/errors.ts'
import { newUuid } from '../../core/ids.ts'
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
  /** Null: a public client. Absent: as it was; a public client if it is new. */
  readonly clientSecret?: string | null | undefined
  readonly linkClaim: string
  readonly requiredTid?: string | undefined
}

export async function addIdentityProvider(
  providers: IdentityProviders,
  { tenantId }: Caller,
  details: ProviderDetails,
): Promise<IdentityProvider> {
  const made = {
    ...providerOf({ tenantId, id: newUuid() }, details, details.clientSecret),
    privateNetwork: false,
  }
  await providers.save(made)
  note(made, undefined)
  return made
}

/** Throws a DomainError `not-found`. */
export async function changeIdentityProvider(
  providers: IdentityProviders,
  { tenantId }: Caller,
  { id, ...details }: ProviderDetails & { readonly id: string },
): Promise<IdentityProvider> {
  const before = await providers.find(tenantId, id)
  if (before === undefined) throw noSuchProvider()
  const { clientSecret = before.clientSecret } = details
  const privateNetwork = before.privateNetwork && before.issuer === details.issuer
  const after = { ...providerOf(before, details, clientSecret), privateNetwork }
  await providers.save(after)
  note(after, before)
  return after
}

/** Who is signed in already stays so. Throws a DomainError `not-found`. */
export async function removeIdentityProvider(
  providers: IdentityProviders,
  { tenantId }: Caller,
  id: string,
): Promise<void> {
  if (!(await providers.remove(tenantId, id))) throw noSuchProvider()
}

/**
 * Lets a provider of any tenant be in the private network, or no longer: for the platform's operator. Throws a
 * DomainError `not-found` where there is none, and `conflict` where it is not the one that the operator saw.
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
