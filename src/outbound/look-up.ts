/**
 * From names to addresses, so that names whose servers answer slowly or never hold up nobody else. The system's own way
 * (`getaddrinfo`) has two threads in a process of Node, also for the name of the database, and cannot be given up.
 */
import { type LookupAddress, lookup as lookUp, promises } from 'node:dns'
import type { LookupFunction } from 'node:net'

/** Asks the servers of the DNS, for any number of names at once. Milliseconds, for each of the tries. */
const dnsTimeout = { timeout: 3_000, tries: 2 }

/** What is not in the DNS may be known to this machine, or there are no servers to ask. */
const askSystem: ReadonlySet<unknown> = new Set(['ENOTFOUND', 'ENODATA', 'ECONNREFUSED'])

export type Resolve = (name: string) => Promise<readonly LookupAddress[]>

/** For names that anybody chose: by the DNS, and as this machine knows them where it has none. */
export function throughDns(
  resolve: Resolve = byDns(),
  system: LookupFunction = oneAtATime(),
): LookupFunction {
  return (name, options, answer) => {
    // A name of one label is of this network.
    if (!name.includes('.')) return system(name, options, answer)
    resolve(name).then(
      (found) => answerWith(found, options.all === true, answer),
      (error: NodeJS.ErrnoException) => {
        if (askSystem.has(error.code)) system(name, options, answer)
        else answer(error, [])
      },
    )
  }
}

function byDns(): Resolve {
  const resolver = new promises.Resolver(dnsTimeout)
  return async (name) => {
    const [four, six] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
    const found = [
      ...(four.status === 'fulfilled' ? four.value.map((address) => ({ address, family: 4 })) : []),
      ...(six.status === 'fulfilled' ? six.value.map((address) => ({ address, family: 6 })) : []),
    ]
    if (found.length === 0 && four.status === 'rejected') throw four.reason
    return found
  }
}

type Answer = Parameters<LookupFunction>[2]

function answerWith(found: readonly LookupAddress[], all: boolean, answer: Answer): void {
  const [first] = found
  if (all || first === undefined) answer(null, [...found])
  else answer(null, first.address, first.family)
}

/** The system's own way, one name after the other, and each once for all who ask for it meanwhile. */
export function oneAtATime(system: LookupFunction = lookUp): LookupFunction {
  const waiting = new Map<string, { readonly ask: () => void; readonly answers: Answer[] }>()

  function next(): void {
    const [first] = waiting.values()
    first?.ask()
  }

  return (name, options, answer) => {
    const key = JSON.stringify([name, options])
    const same = waiting.get(key)
    if (same !== undefined) return void same.answers.push(answer)
    const answers = [answer]
    const ask = () =>
      system(name, options, (...found) => {
        waiting.delete(key)
        for (const each of answers) each(...found)
        next()
      })
    waiting.set(key, { ask, answers })
    if (waiting.size === 1) ask()
  }
}
