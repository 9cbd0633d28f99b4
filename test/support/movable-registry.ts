/** A whole server whose clock stands still unless a test moves it. */
import { expect } from 'vitest'
import type { AppOptions } from '../../src/compose/app-options.ts'
import { localBackend } from './postgres.ts'
import { openRegistry } from './registry.ts'

/** An emulation that only has a clock of its own. */
export function emulationAt(now: () => Date): NonNullable<AppOptions['emulation']> {
  return { clock: { now }, overrule: (queue) => queue, aroundParts: (ask) => ask }
}

export async function openMovableRegistry() {
  let now = new Date()
  const registry = await openRegistry(localBackend, { emulation: emulationAt(() => now) })
  return {
    registry,
    now: () => now,
    pass(seconds: number): void {
      now = new Date(now.getTime() + seconds * 1000)
    },
    /** Throws where the server has reported failures of its own. */
    async close(): Promise<void> {
      await registry.close()
      expect(registry.failures).toEqual([])
    },
  }
}
