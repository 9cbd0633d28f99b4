/** Waiting for what a server or a program does by itself. */
import { vi } from 'vitest'

/**
 * What `look` answers as soon as it throws no more; after 45 s, what it throws. Vitest's own second is too
 * short for a machine that is busy with other tests.
 */
export function eventually<T>(look: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(look, { timeout: 45_000, interval: 20 })
}
