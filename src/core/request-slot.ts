/**
 * The slot a request holds while it is processed. While it only waits in a queue of its own, such as behind changes of
 * its tenant, it gives the slot up: what blocks one tenant must not use up the slots of all others.
 */
import { AsyncLocalStorage } from 'node:async_hooks'

export type RequestSlot = {
  suspend(): void
  resume(): void
}

const slots = new AsyncLocalStorage<RequestSlot>()

export function withSlot<T>(slot: RequestSlot, work: () => T): T {
  return slots.run(slot, work)
}

/** Waits without the current request's slot, if it has one. */
export async function withoutSlot<T>(wait: () => Promise<T>): Promise<T> {
  const slot = slots.getStore()
  if (slot === undefined) return await wait()
  slot.suspend()
  try {
    return await wait()
  } finally {
    slot.resume()
  }
}
