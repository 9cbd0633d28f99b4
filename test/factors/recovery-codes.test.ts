/** Recovery codes on a real database: each good once, and new ones end the old. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  keepRecoveryCodes,
  newRecoveryCodes,
  proveRecoveryCode,
} from '../../src/identity-provider/core/factors/codes/recovery-codes.ts'
import { startFactors } from './support.ts'

let factors: Awaited<ReturnType<typeof startFactors>>
beforeAll(async () => {
  factors = await startFactors()
})
afterAll(() => factors.close())

const prove = (code: string | undefined, server = factors) =>
  proveRecoveryCode(server, factors.ada, code ?? 'missing')

async function freshCodes() {
  const codes = newRecoveryCodes()
  await keepRecoveryCodes(factors, factors.ada, codes)
  return codes
}

test('all ten work, each once, as people type them', async () => {
  const codes = await freshCodes()
  for (const [n, code] of codes.entries()) {
    const typed = n % 2 === 0 ? code : code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')
    expect(await prove(typed)).toEqual({ kind: 'right' })
    expect(await prove(code)).toEqual({ kind: 'wrong' })
  }
  const { recoveryCodes } = await factors.standings(factors.contoso, factors.ada.id)
  expect(recoveryCodes).toBe(0)
})

test('one posted 50 times in parallel to two servers works once', async () => {
  const [code] = await freshCodes()
  await factors.store.pool.query('delete from attempt')
  const verdicts = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      proveRecoveryCode(factors.servers[n % 2 === 0 ? 0 : 1], factors.ada, code ?? ''),
    ),
  )
  expect(verdicts.filter(({ kind }) => kind === 'right')).toHaveLength(1)
  const { recoveryCodes } = await factors.standings(factors.contoso, factors.ada.id)
  expect(recoveryCodes).toBe(9)
})

test('one is used once where no limit helps', async () => {
  const digest = Buffer.alloc(32, 5)
  await factors.recovery.replace(factors.contoso, factors.ada.id, [digest, Buffer.alloc(32, 6)])
  const used = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      factors.servers[n % 2 === 0 ? 0 : 1].recovery.use(factors.contoso, factors.ada.id, digest),
    ),
  )
  expect(used.filter(Boolean)).toHaveLength(1)
})

test('sets made at the same moment leave one set of ten', async () => {
  const sets = await Promise.all(Array.from({ length: 8 }, freshCodes))
  const { recoveryCodes } = await factors.standings(factors.contoso, factors.ada.id)
  expect(recoveryCodes).toBe(10)
  await factors.store.pool.query('delete from attempt')
  const verdicts = []
  for (const [code] of sets) verdicts.push((await prove(code)).kind)
  expect(verdicts.filter((kind) => kind === 'right')).toHaveLength(1)
})

test('new ones end the old, and nobody else’s work', async () => {
  const [old] = await freshCodes()
  const [code] = await freshCodes()
  await factors.store.pool.query('delete from attempt')
  expect(await prove(old)).toEqual({ kind: 'wrong' })
  expect(await proveRecoveryCode(factors, factors.bob, code ?? '')).toEqual({ kind: 'wrong' })
  expect(await prove(code)).toEqual({ kind: 'right' })
})

test('after ten wrong ones a right one waits', async () => {
  const [code] = await freshCodes()
  await factors.store.pool.query('delete from attempt')
  for (let n = 0; n < 10; n++) expect((await prove(`WRONG-${n}`)).kind).toBe('wrong')
  expect(await prove(code)).toMatchObject({ kind: 'throttled' })
})

test('their use is reported', () => {
  const names = new Set(factors.events.map(({ name }) => name))
  expect(names).toEqual(new Set(['recovery-codes-made', 'recovery-code-used']))
})
