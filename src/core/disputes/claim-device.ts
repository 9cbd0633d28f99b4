/** A device that proved its key with a claim token: whose registration it is, and whether a dispute begins. */
import { type MatchDeps, matchedDevice } from '../deployment/matched-device.ts'
import type { PresentedDevice } from '../deployment/presented-device.ts'
import { DeploymentRefusal } from '../deployment/refusal.ts'
import { type BearerToken, bearerOf } from '../deployment/session.ts'
import type { Dispute, Disputes, TokenPurpose } from './dispute.ts'

export type ClaimDeps = MatchDeps & { readonly disputes: Disputes }

export type Claimed =
  /** Nobody has registered it with this key: an import is enough. */
  | { readonly result: 'unregistered' }
  | { readonly result: 'own' }
  /** The registration was proven, or is disputed already: this proof changes nothing. */
  | { readonly result: 'held' }
  | { readonly result: 'disputed'; readonly dispute: Dispute }

/** Before anything is proved, and about the caller's own token alone. */
export async function claimTokenOf(
  disputes: Disputes,
  authorization: string | undefined,
): Promise<BearerToken & { readonly purpose: TokenPurpose }> {
  const token = bearerOf(authorization)
  const purpose = token && (await disputes.purposeOf(token.tenantId, token.digest))
  if (token === undefined || purpose === undefined)
    throw new DeploymentRefusal('session-invalid', 'The claim token is unknown, used or expired.')
  return { ...token, purpose }
}

export async function claimDevice(
  deps: ClaimDeps,
  { tenantId: claimant, digest: tokenDigest }: BearerToken,
  device: PresentedDevice,
): Promise<Claimed> {
  const keyDigest = device.ek?.digest ?? ''
  const matched = await matchedDevice(deps, device, keyDigest)
  if (matched.kind === 'unknown' || matched.kind === 'foreign-key')
    return { result: 'unregistered' }
  const { holder } = matched
  if (holder.tenantId === claimant) return { result: 'own' }
  if (matched.kind === 'differs') return { result: 'held' }
  const { bytes: hash } = device.hash
  const dispute = await deps.disputes.open({ tokenDigest, claimant, holder, hash, keyDigest })
  return dispute === undefined ? { result: 'held' } : { result: 'disputed', dispute }
}
