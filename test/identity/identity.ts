/** The way from two hashes to a verdict, as the registry goes it. */

import type { DecodedHash } from 'taxiway-hardware-hash'
import { type Comparison, compare } from '../../src/core/identity/compare.ts'
import { factsOf, type IdentityFacts } from '../../src/core/identity/facts.ts'
import { newRecord } from '../../src/core/identity/record.ts'
import { defaultDenyList } from '../support/deny-list.ts'

/** Facts under the deny list that an installation starts with. */
export function facts(hash: DecodedHash): IdentityFacts {
  return factsOf(hash, defaultDenyList)
}

/** `after` against the record of a device that registered with `before`. */
export function compared(before: DecodedHash, after: DecodedHash): Comparison {
  return compare(newRecord(facts(before)), facts(after))
}
