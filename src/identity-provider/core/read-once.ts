/**
 * What one request of a sign-in has read. Its steps ask for the same few things, the tenant, the program, the
 * person, and each reads them for itself: within a request the first answer is kept for the others. Nothing
 * outlives the request, and whatever it changes is read anew.
 */
import { AsyncLocalStorage } from 'node:async_hooks'

const reads = new AsyncLocalStorage<Map<string, Promise<unknown>>>()

export function readingOnce<T>(request: () => Promise<T>): Promise<T> {
  return reads.run(new Map(), request)
}

/** `parts` name what is read, ids in their canonical form. Outside of a request it is read each time. */
export function once<T>(parts: readonly string[], read: () => Promise<T>): Promise<T> {
  const known = reads.getStore()
  if (known === undefined) return read()
  const name = JSON.stringify(parts)
  const found = known.get(name)
  if (found !== undefined) return found as Promise<T>
  const reading = read()
  known.set(name, reading)
  // What failed may succeed the next time.
  reading.catch(() => known.delete(name))
  return reading
}

/** Something that was read together with something else. */
export function learn(parts: readonly string[], value: unknown): void {
  reads.getStore()?.set(JSON.stringify(parts), Promise.resolve(value))
}

/** Those whose names begin with `parts`; all where there are none. */
export function forgetReads(...parts: readonly string[]): void {
  const known = reads.getStore()
  const begin = JSON.stringify(parts).slice(0, -1)
  for (const name of known?.keys() ?? []) if (name.startsWith(begin)) known?.delete(name)
}

/** Work after which everything is read again, whether it succeeds or fails. */
export async function thenForget<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } finally {
    forgetReads()
  }
}

/** The same port; after any method but these, what was read before is forgotten. */
export function forgettingAfter<Port extends object>(
  port: Port,
  harmless: readonly (keyof Port)[],
): Port {
  const entries = Object.entries(port).map(([name, method]) => {
    if (harmless.includes(name as keyof Port)) return [name, method]
    return [name, (...args: unknown[]) => thenForget(() => method(...args))]
  })
  return Object.fromEntries(entries) as Port
}
