/**
 * How much work something is, counted instead of timed: the same on every machine, however busy.
 *
 * Counted are the steps of JavaScript (each run of a block, as the engine's own coverage counts them), the
 * characters that regular expressions and searches are given to read, and the bytes that are copied.
 * What an expression does beyond reading on is not seen: an input for it must be so long that its square has no end.
 */
import { Session } from 'node:inspector/promises'
import { expect } from 'vitest'

/** Counts only code loaded after it: import what is to be counted with `await import(…)`. */
export async function workCounter(): Promise<(work: () => unknown) => Promise<number>> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  const steps = async () => {
    const { result } = await session.post('Profiler.takePreciseCoverage')
    return result
      .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
      .reduce((sum, { count }) => sum + count, 0)
  }
  return async (work) => {
    await steps()
    const native = countNative()
    try {
      await work()
    } finally {
      native.restore()
    }
    return (await steps()) + native.counted()
  }
}

/** Fails unless twice the input is at most about twice the work; were it its square, it would be four times. */
export async function expectLinear<T>(
  count: (work: () => unknown) => Promise<number>,
  { make, work }: { make: (size: number) => T; work: (input: T) => unknown },
  size: number,
): Promise<void> {
  const whole = make(size)
  const half = make(size / 2)
  // Once before, for what is only ever done the first time.
  await count(() => work(half))
  const ofHalf = await count(() => work(half))
  const ofWhole = await count(() => work(whole))
  expect(ofHalf).toBeGreaterThan(0)
  expect(ofWhole / ofHalf).toBeLessThan(2.5)
}

/** What native functions read or copy; each is wrapped until `restore`. */
function countNative() {
  let counted = 0
  const restores: (() => void)[] = []
  function wrap<T extends object>(owner: T, name: string, cost: Cost): void {
    const original = Reflect.get(owner, name) as (...args: unknown[]) => unknown
    function counting(this: unknown, ...args: unknown[]): unknown {
      const before = lastIndex(this)
      const result = original.apply(this, args)
      counted += Math.max(0, cost({ self: this, args, result, before }))
      return result
    }
    Reflect.set(owner, name, counting)
    restores.push(() => Reflect.set(owner, name, original))
  }
  const bytes = Object.getPrototypeOf(Uint8Array.prototype)
  wrap(RegExp.prototype, 'exec', readByExpression)
  wrap(String.prototype, 'indexOf', readBySearch)
  wrap(bytes, 'indexOf', readBySearch)
  wrap(bytes, 'slice', ({ result }) => lengthOf(result))
  wrap(bytes, 'set', ({ args }) => lengthOf(args[0]))
  const restore = () => {
    for (const each of restores) each()
  }
  return { counted: () => counted, restore }
}

type Call = {
  readonly self: unknown
  readonly args: readonly unknown[]
  readonly result: unknown
  readonly before: number
}
type Cost = (call: Call) => number

function readByExpression({ args, result, before }: Call): number {
  const text = String(args[0])
  if (result === null) return text.length - before
  const { index, 0: match = '' } = result as RegExpExecArray
  return index + match.length - before
}

function readBySearch({ self, args, result }: Call): number {
  const from = Number(args[1] ?? 0)
  return (result === -1 ? lengthOf(self) : Number(result)) - from
}

/** Where a global or sticky expression begins to read. */
function lastIndex(self: unknown): number {
  return self instanceof RegExp && (self.global || self.sticky) ? self.lastIndex : 0
}

function lengthOf(value: unknown): number {
  return Number((value as { readonly length: number }).length)
}
