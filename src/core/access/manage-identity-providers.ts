/**
 * Setting up outside identity providers. Whoever names one decides who its people are here, so the permission
 * is one of its own and counts among the destructive ones.
 */
import { DomainError } from '../errors.ts'
import { newUuid } from '../ids.ts'
import { noteAudit } from './acting.ts'
import type { Caller } from './caller.ts'
import type { IdentityProvider, IdentityProviders } from './identity-provider.ts'

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
  const made = providerOf({ tenantId, id: newUuid() }, details, details.clientSecret)
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
  const after = providerOf(before, details, clientSecret)
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

function providerOf(
  { tenantId, id }: Pick<IdentityProvider, 'tenantId' | 'id'>,
  { displayName, issuer, clientId, linkClaim, requiredTid }: ProviderDetails,
  clientSecret: string | null | undefined,
): IdentityProvider {
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
  const names = ['issuer', 'clientId', 'linkClaim', 'requiredTid'] as const
  noteAudit({
    type: 'IdentityProvider',
    id: after.id,
    name: after.displayName,
    properties: names
      .filter((name) => before?.[name] !== after[name])
      .map((name) => ({ name, before: before?.[name] ?? null, after: after[name] ?? null })),
  })
}

function noSuchProvider(): DomainError {
  return new DomainError('not-found', 'There is no such identity provider.')
}
