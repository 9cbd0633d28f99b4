/** The limits of 5.4 in the design of first boot: per address, per proved key, and for the server as a whole. */
import { availableParallelism } from 'node:os'
import { type BucketRule, Buckets, Turnstile } from '../../core/deployment/rate-limits.ts'

/** A school behind one address: a class per second, everybody within a minute. */
const byAddress: BucketRule = { capacity: 600, perSecond: 10 }
/** A device asks again at each restart of OOBE. */
const byKey: BucketRule = { capacity: 10, perSecond: 30 / 3_600 }
/** Guessed hashes without a proof. */
const misses: BucketRule = { capacity: 20, perSecond: 20 / 60 }

export type DeviceLimits = {
  readonly challenges: Buckets
  readonly keys: Buckets
  readonly misses: Buckets
  readonly atOnce: Turnstile
}

export function deviceLimits(now: () => Date, cores = availableParallelism()): DeviceLimits {
  return {
    challenges: new Buckets(byAddress, now),
    keys: new Buckets(byKey, now),
    misses: new Buckets(misses, now),
    // Those at once share their statements, so that many together cost less than one after another.
    atOnce: new Turnstile(cores * 32, cores * 512),
  }
}
