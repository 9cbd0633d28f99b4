/**
 * The signing keys in memory: read from storage now and then, not for every token.
 *
 * A key that another server has just activated is unknown here until the next reading, so an unknown id triggers
 * one; made-up ids must not cause database load, so that happens only once in a while.
 */
import type { KeySet, PublicSigningKey, SigningKeys } from './signing-keys.ts'

/** A key that was withdrawn is refused by every server after this. ms */
const staleAfter = 2_000
const rereadAfter = 500

export type KeyRing = {
  current(): Promise<KeySet>
  /** The published key with that id; absent = no such key, or one too new to be known here yet. */
  published(kid: string): Promise<PublicSigningKey | undefined>
}

/** `elapsed` counts milliseconds monotonically: setting the clock must not stop the reading. */
export function keyRing(
  keys: Pick<SigningKeys, 'load'>,
  elapsed: () => number = () => performance.now(),
): KeyRing {
  let reading: Promise<KeySet> | undefined
  let readAt = 0

  function current(maximumAge = staleAfter): Promise<KeySet> {
    if (reading === undefined || elapsed() - readAt > maximumAge) {
      readAt = elapsed()
      const attempt = keys.load()
      attempt.catch(() => {
        if (reading === attempt) reading = undefined
      })
      reading = attempt
    }
    return reading
  }

  async function published(kid: string): Promise<PublicSigningKey | undefined> {
    const named = ({ published }: KeySet) => published.find((key) => key.kid === kid)
    return named(await current()) ?? named(await current(rereadAfter))
  }

  return { current: () => current(), published }
}
