import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultFactorPolicy, type FactorStanding, neededFactors } from './factor-policy.ts'

const nothing: FactorStanding = {
  ...defaultFactorPolicy,
  passkeys: 0,
  activeTokens: 0,
  recoveryCodes: 0,
  pendingRemovals: 0,
}
const worker = { roles: ['Intune Administrator'] }

describe('a person without a factor', () => {
  test('signs in by password where the tenant asks for no more', () => {
    expect(neededFactors(nothing, { person: worker, amr: ['pwd'] })).toEqual([])
  })
  test('must add one where the tenant asks everybody for it', () => {
    const standing = { ...nothing, factorRequired: true }
    expect(neededFactors(standing, { person: worker, amr: ['pwd'] })).toEqual([
      'add-passkey',
      'add-app',
    ])
  })
  test.each(['Owner', 'Approver', 'Platform Operator'])('and is %s must add a passkey', (role) => {
    const progress = { person: { roles: [role] }, amr: ['pwd'] }
    expect(neededFactors(nothing, progress)).toEqual(['add-passkey'])
  })
})

describe('a person with factors', () => {
  const standing = { ...nothing, passkeys: 1, activeTokens: 1, recoveryCodes: 3 }
  test('chooses one of them', () => {
    expect(neededFactors(standing, { person: worker, amr: ['pwd'] })).toEqual([
      'passkey',
      'code',
      'recovery-code',
    ])
  })
  test.each(['otp', 'hwk', 'swk', 'recovery'])('is done when %s is proved', (method) => {
    expect(neededFactors(standing, { person: worker, amr: ['pwd', method] })).toEqual([])
  })
  test('is given recovery codes when none are left, but not for a recovery code', () => {
    const last = { ...standing, recoveryCodes: 0 }
    expect(neededFactors(last, { person: worker, amr: ['pwd', 'otp'] })).toEqual(['recovery-codes'])
    expect(neededFactors(last, { person: worker, amr: ['pwd', 'recovery'] })).toEqual([])
  })
})

describe('an owner', () => {
  const owner = { roles: ['Owner'] }
  test('cannot use a code in place of a passkey', () => {
    const standing = { ...nothing, passkeys: 2, activeTokens: 1, recoveryCodes: 1 }
    for (const amr of [['pwd'], ['pwd', 'otp']])
      expect(neededFactors(standing, { person: owner, amr })).toEqual(['passkey', 'recovery-code'])
  })
  test('who lost the passkey adds a new one after a recovery code', () => {
    const standing = { ...nothing, passkeys: 1, recoveryCodes: 1 }
    expect(neededFactors(standing, { person: owner, amr: ['pwd', 'recovery'] })).toEqual([
      'add-passkey',
    ])
  })
  test('a person who has only codes proves one before adding the first passkey', () => {
    const standing = { ...nothing, activeTokens: 1 }
    expect(neededFactors(standing, { person: owner, amr: ['pwd'] })).toEqual(['code'])
    expect(neededFactors(standing, { person: owner, amr: ['pwd', 'otp'] })).toEqual(['add-passkey'])
  })
})

const standings = fc.record({
  passkeys: fc.nat({ max: 2 }),
  activeTokens: fc.nat({ max: 2 }),
  recoveryCodes: fc.nat({ max: 10 }),
  pendingRemovals: fc.constant(0),
  factorRequired: fc.boolean(),
  strictCodes: fc.boolean(),
  passkeyRoles: fc.constant(['Owner']),
})
const methods = fc.subarray(['pwd', 'otp', 'hwk', 'swk', 'recovery', 'mfa'])

test('a person with a factor never completes a sign-in without having proved one', () => {
  fc.assert(
    fc.property(standings, methods, fc.boolean(), (standing, amr, isOwner) => {
      const person = { roles: isOwner ? ['Owner'] : [] }
      const hasProved = amr.some((each) => ['otp', 'hwk', 'swk', 'recovery'].includes(each))
      const has = standing.passkeys + standing.activeTokens > 0
      if (has && !hasProved) expect(neededFactors(standing, { person, amr })).not.toEqual([])
    }),
  )
})

test('an owner never completes a sign-in without a passkey, whatever else is proved', () => {
  fc.assert(
    fc.property(standings, methods, (standing, amr) => {
      const needed = neededFactors(standing, { person: { roles: ['Owner'] }, amr })
      const hasPasskey = amr.includes('hwk') || amr.includes('swk')
      if (!hasPasskey) expect(needed).not.toEqual([])
    }),
  )
})

test('a passkey is never added on a password alone by a person who has a better factor', () => {
  fc.assert(
    fc.property(standings, fc.boolean(), (standing, isOwner) => {
      const person = { roles: isOwner ? ['Owner'] : [] }
      const needed = neededFactors(standing, { person, amr: ['pwd'] })
      if (standing.passkeys + standing.activeTokens > 0) expect(needed).not.toContain('add-passkey')
    }),
  )
})
