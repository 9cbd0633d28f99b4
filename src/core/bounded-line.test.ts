import { expect, test } from 'vitest'
import { Busy, boundedLine } from './bounded-line.ts'

/** Work that ends on demand. */
function work() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { run: () => promise, end: resolve }
}

test('so many run, so many wait, one more is refused', async () => {
  const inLine = boundedLine({ atOnce: 2, waiting: 3 })
  const all = Array.from({ length: 5 }, work)
  const running = all.map(({ run }) => inLine(run))
  await expect(inLine(async () => undefined)).rejects.toBeInstanceOf(Busy)
  for (const { end } of all) end()
  await Promise.all(running)
  expect(await inLine(async () => 'again')).toBe('again')
})

test('never more at once than allowed, and who came first goes first', async () => {
  const inLine = boundedLine({ atOnce: 3, waiting: 100 })
  const order: number[] = []
  let [now, most] = [0, 0]
  await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      inLine(async () => {
        order.push(n)
        most = Math.max(most, ++now)
        await Promise.resolve()
        now--
      }),
    ),
  )
  expect(most).toBe(3)
  expect(order).toEqual(Array.from({ length: 50 }, (_, n) => n))
})

test('work that fails frees its place', async () => {
  const inLine = boundedLine({ atOnce: 1, waiting: 0 })
  await expect(inLine(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await inLine(async () => 'yes')).toBe('yes')
})
