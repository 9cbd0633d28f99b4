/** Waiting for what a server or a program does by itself. */
import { vi } from 'vitest'

/**
 * What `look` answers as soon as it throws no more; after 45 s, what it throws. Vitest's own second is too
 * short for a machine that is busy with other tests.
 */
export function eventually<T>(look: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(look, { timeout: 45_000, interval: 20 })
}

/**
 * Waits until nothing is left of what is counted, however much there was: it fails only when the count has not
 * become smaller for 45 s.
 */
export async function untilNoneIsLeft(count: () => Promise<number>): Promise<void> {
  let left = await count()
  while (left > 0) {
    const before = left
    left = await eventually(async () => {
      const now = await count()
      if (now >= before) throw new Error(`${now} are left, as many as before`)
      return now
    })
  }
}
