import { expect, test } from 'vitest'
import type { Caller, UserCaller } from '../../../core/access/caller.ts'
import type { ApplicationId, TenantId } from '../../../core/ids.ts'
import { defaultFactorPolicy, type FactorStanding } from './factor-policy.ts'
import { FreshFactorNeeded } from './fresh-factor.ts'
import { stepUpBy } from './step-up.ts'

const now = new Date('2026-11-20T12:00:00Z')
const none: FactorStanding = {
  ...defaultFactorPolicy,
  passkeys: 0,
  activeTokens: 0,
  recoveryCodes: 0,
  pendingRemovals: 0,
}

function person(
  amr: readonly string[],
  secondsAgo: number,
  directoryRoles: readonly string[] = [],
): UserCaller {
  return {
    kind: 'user',
    tenantId: 'f0000000-0000-4000-8000-000000000001' as TenantId,
    applicationId: 'f0000000-0000-4000-8000-000000000002' as ApplicationId,
    userId: 'f0000000-0000-4000-8000-000000000003',
    userPrincipalName: 'ada@contoso.test',
    scopes: [],
    directoryRoles,
    amr,
    authTime: new Date(now.getTime() - secondsAgo * 1_000),
  }
}

const ask = (caller: Caller, standing: FactorStanding) =>
  stepUpBy(
    async () => standing,
    () => now,
  )(caller)

test.each([
  ['has a passkey', { ...none, passkeys: 1 }, []],
  ['has a code generator', { ...none, activeTokens: 1 }, []],
  ['is of a tenant that wants factors', { ...none, factorRequired: true }, []],
  ['has a role that needs a passkey', none, ['Owner']],
] as const)('who %s must have proved a factor within five minutes', async (_, standing, roles) => {
  await expect(ask(person(['pwd', 'hwk'], 299, roles), standing)).resolves.toBeUndefined()
  await expect(ask(person(['pwd', 'hwk'], 301, roles), standing)).rejects.toThrow(FreshFactorNeeded)
  await expect(ask(person(['pwd'], 1, roles), standing)).rejects.toThrow(FreshFactorNeeded)
})

test('a person who has none and needs none is not asked, and neither is a program', async () => {
  await expect(ask(person(['pwd'], 3_000), none)).resolves.toBeUndefined()
  const program = { kind: 'application' } as Caller
  await expect(ask(program, { ...none, factorRequired: true })).resolves.toBeUndefined()
})
