/** How often managed devices may speak, and how many at once. Kept in this process, as the limits of first boots are. */
import { type BucketRule, Buckets, Turnstile } from '../../../core/deployment/rate-limits.ts'

/** Five whole sessions at once, and one every two minutes for ever: the shortest schedule has one in fifteen. */
const byDevice: BucketRule = { capacity: 50, perSecond: 10 / 120 }
/** Messages without a proof, from a company behind one address; a proof gives its token back. */
const byNetwork: BucketRule = { capacity: 1_200, perSecond: 20 }

export type SessionLimits = {
  readonly devices: Buckets
  readonly strangers: Buckets
  readonly atOnce: Turnstile
}

export function sessionLimits(now: () => Date): SessionLimits {
  return {
    devices: new Buckets(byDevice, now),
    strangers: new Buckets(byNetwork, now),
    // Those inside wait for their tenant's connections; those outside hold nothing but their message.
    atOnce: new Turnstile(64, 2_048),
  }
}
