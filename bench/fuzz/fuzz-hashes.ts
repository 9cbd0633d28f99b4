/**
 * Runs the decoder on hostile hashes and holds it to its promises: no throw, no look outside the
 * given bytes and, where the order asks for it, no more than a millisecond per kilobyte.
 *
 * Every input is decoded; of every sixteenth everything else is asked too (all values, findings,
 * description, encoding), since that costs a hundred times as much.
 */
import {
  checkHardwareHash,
  decodeHardwareHash,
  describeHardwareHash,
  encodeHardwareHash,
  UnencodableHashError,
  writeHardwareReport,
} from 'taxiway-hardware-hash'
import { mutator } from './fuzz-mutations.ts'

export type FuzzOrder = {
  readonly seed: string
  readonly count: number
  readonly samples: readonly Uint8Array[]
  /** Whether each execution is timed too: for a machine that does nothing else. */
  readonly timed?: boolean
}

export type FuzzResult = {
  readonly executions: number
  /** Of these, how many were also asked for everything. */
  readonly thorough: number
  /** Fault code, or `digest-wrong`, or `accepted` → how often. */
  readonly outcomes: Readonly<Record<string, number>>
}

const thoroughEvery = 16
const millisecondsPerKilobyte = 1

/** Throws an error that names the mutation and holds the input in base64 when a promise is broken. */
export function fuzzHashes({ seed, count, samples, timed }: FuzzOrder): FuzzResult {
  const run = runner(timed)
  const { next } = mutator(samples, seed)
  const outcomes: Record<string, number> = {}
  let thorough = 0
  for (let i = 0; i < count; i++) {
    const { name, input } = next()
    try {
      const outcome = run(input, () => outcomeOf(input))
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
      if (i % thoroughEvery === 0) {
        thorough++
        run(input, () => askEverything(input))
        if (typeof input !== 'string') onlyInside(input)
      }
    } catch (cause) {
      const shown =
        typeof input === 'string' ? JSON.stringify(input) : Buffer.from(input).toString('base64')
      throw new Error(`execution ${i} of seed ${seed} (${name}): ${String(cause)}\n${shown}`, {
        cause,
      })
    }
  }
  return { executions: count, thorough, outcomes }
}

function outcomeOf(input: Uint8Array | string): string {
  const decoded = decodeHardwareHash(input)
  if (!decoded.ok) return decoded.fault
  return decoded.digestValid ? 'accepted' : 'digest-wrong'
}

function askEverything(input: Uint8Array | string): void {
  const decoded = decodeHardwareHash(input)
  checkHardwareHash(decoded)
  if (!decoded.ok) return
  JSON.stringify(decoded)
  writeHardwareReport(decoded)
  try {
    const again = decodeHardwareHash(encodeHardwareHash(describeHardwareHash(decoded)).bytes)
    if (!again.ok || !again.digestValid)
      throw new Error('what was described does not encode to a hash')
  } catch (error) {
    // Odd bytes can read as a text that takes more room when written (U+FFFD), or as none at all.
    if (!(error instanceof UnencodableHashError)) throw error
  }
}

/** The answer must not depend on what lies around the bytes in memory. */
function onlyInside(input: Uint8Array): void {
  const alone = JSON.stringify(decodeHardwareHash(Uint8Array.from(input)))
  if (JSON.stringify(decodeHardwareHash(input)) !== alone) throw new Error('read outside the input')
}

/**
 * The clock on the wall is cheap but also runs while the system does something else; so what looks
 * slow is run again, up to five times, by this thread's own processor time.
 */
function inTime<T>(input: Uint8Array | string, work: () => T): T {
  const allowed = millisecondsPerKilobyte * Math.max(1, input.length / 1024)
  const start = performance.now()
  const result = work()
  if (performance.now() - start <= allowed) return result
  const took = Math.min(...Array.from({ length: 5 }, () => processorTime(work)))
  if (took <= allowed) return result
  throw new Error(`took ${took.toFixed(2)} ms for ${input.length} bytes`)
}

function runner(timed: boolean | undefined): typeof inTime {
  return timed ? inTime : (_input, work) => work()
}

/** Milliseconds of this thread. */
function processorTime(work: () => unknown): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}
