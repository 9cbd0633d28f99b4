/**
 * What stays done when the request is refused: that a code was tried, and that a challenge was used.
 *
 * A refused request undoes everything else that it did in its unit of work; these get units of their own.
 */

import type { Store } from '../../../storage/sql/database.ts'
import { asUnit } from '../../../storage/sql/unit-of-work.ts'
import type { Attempts } from '../../core/attempts.ts'
import type { ProtocolState } from '../../core/protocol-state.ts'

export function attemptsApart(store: Store, attempts: Attempts): Attempts {
  return { ...attempts, take: (...tried) => apart(store, () => attempts.take(...tried)) }
}

export function stateApart(store: Store, state: ProtocolState): ProtocolState {
  return { ...state, consume: (key) => apart(store, () => state.consume(key)) }
}

function apart<T>({ pool }: Store, work: () => Promise<T>): Promise<T> {
  return asUnit(pool, work, async () => undefined)
}
