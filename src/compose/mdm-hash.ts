/** Whether the hash that a managed device sends is that of its registration. */
import { matchHash } from '../core/conflicts/match-hash.ts'
import type { SessionDeps } from '../core/management/continue-session.ts'
import { identityLookupIn } from '../storage/identity/histories.ts'
import type { Store } from '../storage/sql/store.ts'
import type { Base } from './base.ts'
import type { Deciding } from './deciding.ts'

export function isHashOf(unit: Store, { wrap }: Base, { tokens, denyValues }: Deciding) {
  const lookup = identityLookupIn(unit, wrap)
  return async ({ tenantId, registrationId, bytes }: Parameters<SessionDeps['isHashOf']>[0]) => {
    const examiner = { tokens, denyList: await denyValues.current() }
    const { judgement } = await matchHash(lookup, examiner, { tenantId, hardwareHash: bytes })
    return judgement.id === registrationId
  }
}
