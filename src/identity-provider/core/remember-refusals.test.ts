import { expect, test } from 'vitest'
import type { TenantId } from '../../core/ids.ts'
import { passwordRule } from './attempts.ts'
import { rememberingRefusals } from './remember-refusals.ts'

test('a refusal is asked for once, and again when its window has ended', async () => {
  const tenant = 'a tenant' as TenantId
  let [elapsed, asked] = [0, 0]
  const attempts = rememberingRefusals(() => elapsed)({
    take: async () => {
      asked++
      return { allowed: false, retryAfter: 60 }
    },
    succeeded: async () => undefined,
    allSucceeded: async () => undefined,
  })
  for (elapsed = 0; elapsed < 59_500; elapsed += 500)
    expect(await attempts.take(tenant, passwordRule, 'ann')).toMatchObject({ allowed: false })
  expect(asked).toBe(1)
  expect(await attempts.take(tenant, passwordRule, 'ann')).toEqual({
    allowed: false,
    retryAfter: 1,
  })
  elapsed = 60_000
  await attempts.take(tenant, passwordRule, 'ann')
  expect(asked).toBe(2)
  // Somebody else, and who has succeeded since, are asked about anew.
  await attempts.take(tenant, passwordRule, 'ben')
  await attempts.succeeded(tenant, 'password', 'ann')
  await attempts.take(tenant, passwordRule, 'ann')
  expect(asked).toBe(4)
})
