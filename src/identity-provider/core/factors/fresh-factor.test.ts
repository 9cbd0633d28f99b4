import { expect, test } from 'vitest'
import type { Caller, UserCaller } from '../../../core/access/caller.ts'
import type { ApplicationId, TenantId } from '../../../core/ids.ts'
import { FreshFactorNeeded, requireFreshFactor } from './fresh-factor.ts'

const now = new Date('2026-11-20T12:00:00Z')
const person = (amr: readonly string[], secondsAgo: number): UserCaller => ({
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

test.each([
  [['pwd', 'otp'], 0],
  [['pwd', 'otp', 'mfa'], 300],
  [['hwk'], 10],
  [['pwd', 'swk'], -59],
] as const)('%j proved %i seconds ago is fresh', (amr, age) => {
  expect(() => requireFreshFactor(person(amr, age), now)).not.toThrow()
})

test.each([
  [['pwd'], 0],
  [['pwd', 'mfa'], 0],
  [['pwd', 'recovery'], 0],
  [[], 0],
  [['pwd', 'otp'], 301],
  [['pwd', 'hwk'], 3600],
  [['pwd', 'hwk'], -61],
] as const)('%j proved %i seconds ago is not', (amr, age) => {
  expect(() => requireFreshFactor(person(amr, age), now)).toThrow(FreshFactorNeeded)
})

test('the refusal says what the new sign-in must ask for', () => {
  const ask = () => requireFreshFactor(person(['pwd', 'otp'], 100), now, 60)
  expect(ask).toThrow(expect.objectContaining({ code: 'not-permitted', maxAge: 60 }))
  expect(ask).toThrow('max_age=60')
})

test('programs that sign in as themselves have no factors to prove', () => {
  const program: Caller = {
    kind: 'application',
    tenantId: person([], 0).tenantId,
    applicationId: person([], 0).applicationId,
    objectId: 'f0000000-0000-4000-8000-000000000004',
    roles: [],
  }
  expect(() => requireFreshFactor(program, now)).not.toThrow()
})
