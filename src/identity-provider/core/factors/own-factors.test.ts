import { expect, test } from 'vitest'
import type { UserCaller } from '../../../core/access/caller.ts'
import type { ApplicationId, TenantId } from '../../../core/ids.ts'
import { defaultFactorPolicy } from './factor-policy.ts'
import { FreshFactorNeeded } from './fresh-factor.ts'
import { requireOwner } from './own-factors.ts'

const now = new Date('2026-11-20T12:00:00Z')
const caller = (amr: readonly string[], secondsAgo: number): UserCaller => ({
  kind: 'user',
  tenantId: 'f0000000-0000-4000-8000-000000000001' as TenantId,
  applicationId: 'f0000000-0000-4000-8000-000000000002' as ApplicationId,
  userId: 'f0000000-0000-4000-8000-000000000003',
  userPrincipalName: 'ada@contoso.test',
  scopes: [],
  directoryRoles: [],
  amr,
  authTime: new Date(now.getTime() - secondsAgo * 1000),
})
const standing = (passkeys: number, activeTokens: number) => async () => ({
  ...defaultFactorPolicy,
  passkeys,
  activeTokens,
  recoveryCodes: 0,
  pendingRemovals: 0,
})

test.each([
  [0, 0, ['pwd'], 300],
  [0, 1, ['pwd', 'otp'], 300],
  [1, 0, ['pwd', 'hwk'], 10],
  [1, 1, ['pwd', 'recovery'], 10],
])('with %i passkeys and %i tokens %j from %i seconds ago suffices', async (...given) => {
  const [passkeys, tokens, amr, age] = given
  const person = await requireOwner(standing(passkeys, tokens), caller(amr, age), now)
  expect(person.id).toBe(caller([], 0).userId)
})

test.each([
  [0, 0, ['pwd'], 301],
  [0, 1, ['pwd'], 0],
  [1, 0, ['pwd', 'mfa'], 0],
  [0, 1, ['pwd', 'otp'], 301],
  [1, 0, ['pwd', 'recovery'], 301],
  // From a clock that was set back since.
  [0, 0, ['pwd'], -61],
  [1, 0, ['pwd', 'recovery'], -61],
  [0, 0, ['pwd'], Number.NaN],
])('with %i passkeys and %i tokens %j from %i seconds ago does not', async (...given) => {
  const [passkeys, tokens, amr, age] = given
  const asked = requireOwner(standing(passkeys, tokens), caller(amr, age), now)
  await expect(asked).rejects.toThrow(FreshFactorNeeded)
})
