/** A consent that was given: narrowed, which needs nothing new, or revoked, which takes effect at once. */
import { type Caller, nameOfCaller } from '../access/caller.ts'
import { noteAudit } from '../acting.ts'
import { DomainError } from '../errors.ts'
import type { ConsentId, TenantId } from '../ids.ts'
import { announcementsOf } from './announce.ts'
import type { Consent, ConsentScope, Consents, ConsentUse, Ended } from './consent.ts'
import type { DecideDeps } from './decide-relationship.ts'

const day = 24 * 3_600_000

export type Narrowing = {
  readonly scopes?: readonly ConsentScope[] | undefined
  readonly validForDays?: number | undefined
  readonly maxDevices?: number | undefined
  readonly maxRemovalsPerDay?: number | undefined
}

/** Less than before; more takes a new request of the partner. */
export async function narrowConsent(
  { consents, announce, now }: DecideDeps,
  { customerId, id }: { readonly customerId: TenantId; readonly id: ConsentId },
  change: Narrowing,
): Promise<ConsentUse> {
  const before = await findConsent(consents, customerId, id)
  if (before.state !== 'granted') throw ended(before)
  const limits = {
    scopes: change.scopes ?? before.scopes,
    validUntil:
      change.validForDays === undefined
        ? before.validUntil
        : new Date(now().getTime() + change.validForDays * day),
    maxDevices: change.maxDevices ?? before.maxDevices,
    maxRemovalsPerDay: change.maxRemovalsPerDay ?? before.maxRemovalsPerDay,
  }
  const isWider =
    limits.scopes.some((scope) => !before.scopes.includes(scope)) ||
    limits.validUntil > before.validUntil ||
    exceeds(limits.maxDevices, before.maxDevices) ||
    exceeds(limits.maxRemovalsPerDay, before.maxRemovalsPerDay)
  if (isWider)
    throw new DomainError(
      'request-invalid',
      'A consent can only be narrowed. For more, have the partner ask for a new relationship.',
    )
  const after = await consents.limit(before, limits)
  if (after === undefined) throw ended(before)
  noteAudit({
    type: 'Consent',
    id,
    properties: [
      { name: 'scopes', before: before.scopes.join(' '), after: after.scopes.join(' ') },
      {
        name: 'validUntil',
        before: before.validUntil.toISOString(),
        after: after.validUntil.toISOString(),
      },
    ],
  })
  await announce(announcementsOf(before, 'partner.consent.narrowed'))
  return after
}

/** In effect when it is answered: nothing of the partner is registered afterwards. */
export async function revokeConsent(
  { consents, announce }: Pick<DecideDeps, 'consents' | 'announce'>,
  { caller, id }: { readonly caller: Caller; readonly id: ConsentId },
  reason: string | null,
): Promise<Ended> {
  const consent = await findConsent(consents, caller.tenantId, id)
  const end = { state: 'revoked', by: nameOfCaller(caller), reason } as const
  const result = await consents.end(caller.tenantId, id, end)
  if (result === undefined) throw ended(consent)
  noteAudit({ type: 'Consent', id, ...(reason !== null && { name: reason }) })
  await announce(announcementsOf(consent, 'partner.consent.revoked'))
  return result
}

export async function findConsent(
  consents: Pick<Consents, 'find'>,
  customerId: TenantId,
  id: ConsentId,
): Promise<ConsentUse> {
  const consent = await consents.find(customerId, id)
  if (consent === undefined) throw new DomainError('not-found', `There is no consent '${id}'.`)
  return consent
}

function ended({ state }: Consent): DomainError {
  return new DomainError('conflict', `This consent is ${state}: there is nothing left to change.`)
}

function exceeds(after: number | null, before: number | null): boolean {
  return before !== null && (after === null || after > before)
}
