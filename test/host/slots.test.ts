/** The queue before the slots, on a clock of the test: what is served in time waits, and what is not is rejected. */
import { expect, test } from 'vitest'
import { type Slot, slotsOf } from '../../src/host/admission/slots.ts'

/** Ten requests of a program at once. */
const size = 25

/** Serves one request each `everyMs`, while `waiting` others stand in the queue; returns the order of service. */
async function serve({ waiting, everyMs, turns }: Record<'waiting' | 'everyMs' | 'turns', number>) {
  let now = 0
  const maxWait = { burst: 600_000, sustained: 250 }
  const slots = slotsOf({ size, maxWaiting: 1_000, maxWait, clock: () => now })
  const held: Slot[] = []
  for (let slot = slots.tryEnter('program'); slot; slot = slots.tryEnter('program')) held.push(slot)
  const served: number[] = []
  let arrived = 0
  const arrive = () => {
    const n = arrived++
    void slots.wait('program')?.slot.then((slot) => {
      if (slot === undefined) return
      served.push(n)
      held.push(slot)
    })
  }
  while (slots.waiting() < waiting) arrive()
  for (let turn = 0; turn < turns; turn++) {
    now += everyMs
    held.shift()?.release()
    await Promise.resolve()
    arrive()
  }
  return served
}

test('a queue that stands for long, and is served in time, is served in order', async () => {
  // Forty at 200 a second are served within 200 ms each, for ten seconds.
  const served = await serve({ waiting: 40, everyMs: 5, turns: 2_000 })
  expect(served).toEqual(Array.from({ length: 2_000 }, (_, n) => n))
})

test('a queue that cannot be served in time is served in order for a second, then none waits longer than allowed', async () => {
  // Forty at 100 a second would each wait 400 ms.
  const served = await serve({ waiting: 40, everyMs: 10, turns: 400 })
  const first = served.findIndex((n, at) => n !== at)
  expect(first).toBeGreaterThanOrEqual(100)
  expect(first).toBeLessThan(220)
  // One arrives each turn, after the forty: in the turn in which it is served it has waited for at most 26.
  const waited = served.map((n, turn) => turn - (n - 40))
  expect(Math.max(...waited.slice(0, first))).toBe(40)
  expect(Math.max(...waited.slice(first))).toBeLessThanOrEqual(26)
  expect(served).toHaveLength(400)
})
