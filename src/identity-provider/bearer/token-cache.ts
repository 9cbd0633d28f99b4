/**
 * Programs present the same token thousands of times; what was found about it holds for two seconds. So a signature
 * is checked once in a while, and a program, tenant or key that is gone is noticed within five seconds, as what
 * the verdict rests on is itself two seconds old at most.
 *
 * Only programs' tokens are remembered: what a person may do is looked up anew for each request.
 */
import { decodeJwt } from 'jose'
import type { BearerVerdict, VerifyBearer } from '../../surfaces/http/verify-bearer.ts'
import { rememberedFor } from './live-programs.ts'

const maxTokens = 1_000

type Remembered = { readonly verdict: BearerVerdict; readonly at: number; readonly expires: number }

export type TokenCacheOptions = {
  /** The time by which tokens expire. */
  readonly now: () => Date
  /** Counts milliseconds steadily: a clock that is set must not lengthen what is remembered. */
  readonly elapsed?: () => number
}

export function cacheVerifiedTokens(
  verify: VerifyBearer,
  { now, elapsed = () => performance.now() }: TokenCacheOptions,
): VerifyBearer {
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

/** ms since 1970, of a token that was just found good. */
function expiryOf(authorization: string): number {
  const { exp = 0 } = decodeJwt(authorization.trim().split(/ +/)[1] ?? '')
  return exp * 1_000
}
