import { expect, test } from 'vitest'
import { keyRing } from './key-ring.ts'
import { type KeySet, newSigningKey, publicPart } from './signing-keys.ts'

const first = await newSigningKey()
const second = await newSigningKey()

/** Keys in memory, counting how often they are read. */
function countedKeys() {
  const state = {
    reads: 0,
    failing: false,
    set: { active: first, published: [publicPart(first)] } as KeySet,
  }
  const load = async () => {
    state.reads++
    if (state.failing) throw new Error('no database')
    return state.set
  }
  return { state, load }
}

test('keys are read once, however many ask', async () => {
  const keys = countedKeys()
  const ring = keyRing(keys, () => 0)
  await Promise.all(Array.from({ length: 50 }, () => ring.published(first.kid)))
  expect(keys.state.reads).toBe(1)
})

test('a key that another server made active is found when it is first named', async () => {
  const keys = countedKeys()
  let elapsed = 0
  const ring = keyRing(keys, () => elapsed)
  await ring.current()
  keys.state.set = { active: second, published: [publicPart(second), publicPart(first)] }
  elapsed = 501
  expect(await ring.published(second.kid)).toEqual(publicPart(second))
  expect((await ring.current()).active.kid).toBe(second.kid)
  expect(keys.state.reads).toBe(2)
})

test('made-up key ids cause at most two readings a second', async () => {
  const keys = countedKeys()
  let elapsed = 0
  const ring = keyRing(keys, () => elapsed)
  for (elapsed = 0; elapsed < 60_000; elapsed += 10)
    expect(await ring.published(`made-up-${elapsed}`)).toBeUndefined()
  expect(keys.state.reads).toBeLessThanOrEqual(120)
})

test('keys are read anew after two seconds, and after a failure at once', async () => {
  const keys = countedKeys()
  let elapsed = 0
  const ring = keyRing(keys, () => elapsed)
  keys.state.failing = true
  await expect(ring.current()).rejects.toThrow('no database')
  keys.state.failing = false
  expect((await ring.current()).active.kid).toBe(first.kid)
  elapsed = 2_001
  await ring.current()
  expect(keys.state.reads).toBe(3)
})
