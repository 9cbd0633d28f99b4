/**
 * Applications present the same token thousands of times, so results are cached for two seconds. A deleted
 * application, tenant or key is noticed within five seconds, because the underlying look-ups are at most two
 * seconds old.
 *
 * Only applications' tokens are cached: what a person may do is looked up for each request.
 */
import { decodeJwt } from 'jose'
import type { BearerVerdict } from '../../surfaces/http/verify-bearer.ts'
import { rememberedFor } from './live-programs.ts'

const maxTokens = 1_000

type Remembered = { readonly verdict: BearerVerdict; readonly at: number; readonly expires: number }

export type TokenCacheOptions = {
  /** The clock by which tokens expire. */
  readonly now: () => Date
  /** Counts milliseconds monotonically: setting the clock must not extend the cache. */
  readonly elapsed?: () => number
}

type Verify = (authorization: string | undefined) => Promise<BearerVerdict>

export function cacheVerifiedTokens(
  verify: Verify,
  { now, elapsed = () => performance.now() }: TokenCacheOptions,
): Verify {
  const known = new Map<string, Remembered>()

  return async (authorization) => {
    if (authorization === undefined) return verify(authorization)
    const found = known.get(authorization)
    if (found && elapsed() - found.at < rememberedFor && now().getTime() < found.expires) {
      return found.verdict
    }
    known.delete(authorization)
    const verdict = await verify(authorization)
    if (verdict.ok && verdict.caller.kind === 'application') {
      known.set(authorization, { verdict, at: elapsed(), expires: expiryOf(authorization) })
      const oldest = known.keys().next()
      if (known.size > maxTokens && !oldest.done) known.delete(oldest.value)
    }
    return verdict
  }
}

/** ms since 1970, for a token that was just found valid. */
function expiryOf(authorization: string): number {
  const { exp = 0 } = decodeJwt(authorization.trim().split(/ +/)[1] ?? '')
  return exp * 1_000
}
