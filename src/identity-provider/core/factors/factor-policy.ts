/**
 * What a person must still prove: the rule behind the second step of every sign-in.
 *
 * Who has a factor must prove one, whoever it is. Roles that could take a whole tenant need a passkey, because
 * codes can be phished. The answer is never empty while something is missing: where nothing is left to a person,
 * a page says so.
 */

import type { TenantId } from '../../../core/ids.ts'
import type { Factors, SignInProgress } from './factors.ts'

/** Pages that ask for something, by their names; the first that is offered is the one shown. */
export const factorNames = {
  passkey: 'passkey',
  code: 'code',
  recoveryCode: 'recovery-code',
  addPasskey: 'add-passkey',
  addApp: 'add-app',
  newRecoveryCodes: 'recovery-codes',
  /** No factor, but the first step again: what was proved so far opens nothing here. */
  password: 'password',
} as const

export type FactorName = (typeof factorNames)[keyof typeof factorNames]

/** The method of a recovery code; RFC 8176 has no name for it. */
export const recoveryMethod = 'recovery'

/** That somebody else vouched for the person; RFC 8176 has no name for it. */
export const outsideMethod = 'fed'

const passkeyMethods = ['hwk', 'swk']
const provingMethods = [...passkeyMethods, 'otp']

/** What a tenant asks of its people. */
export type FactorPolicy = {
  /** Whether everybody needs a second factor. */
  readonly factorRequired: boolean
  /** Whether codes must be of the very moment. */
  readonly strictCodes: boolean
  /** Directory roles whose holders need a passkey. */
  readonly passkeyRoles: readonly string[]
}

/** Of a tenant that has set nothing. */
export const defaultFactorPolicy: FactorPolicy = {
  factorRequired: false,
  strictCodes: false,
  passkeyRoles: ['Owner', 'Approver', 'Platform Operator'],
}

export type FactorPolicies = {
  find(tenantId: TenantId): Promise<FactorPolicy>
  set(tenantId: TenantId, policy: FactorPolicy): Promise<void>
}

/** What a person has, and what the tenant wants. */
export type FactorStanding = FactorPolicy & {
  /** Blocked ones too: who has one is not asked to add one. */
  readonly passkeys: number
  readonly activeTokens: number
  /** Unused ones. */
  readonly recoveryCodes: number
  /** Factors that count still, and are to be removed when their day is over. */
  readonly pendingRemovals: number
}

export type FactorStandings = (tenantId: TenantId, personId: string) => Promise<FactorStanding>

export function factorsBy(standings: FactorStandings): Factors {
  return {
    async required(progress) {
      const { tenantId, id } = progress.person
      return neededFactors(await standings(tenantId, id), progress)
    },
  }
}

/** Whether the person's roles need a key that cannot be phished. */
export function needsPasskey(
  { passkeyRoles }: Pick<FactorPolicy, 'passkeyRoles'>,
  { roles }: Pick<SignInProgress['person'], 'roles'>,
): boolean {
  return roles.some((role) => passkeyRoles.includes(role))
}

type Progress = { readonly person: Pick<SignInProgress['person'], 'roles'> } & Pick<
  SignInProgress,
  'amr'
>

export function neededFactors(standing: FactorStanding, progress: Progress): readonly FactorName[] {
  const missing = needsPasskey(standing, progress.person)
    ? missingPasskey(standing, progress.amr)
    : missingFactor(standing, progress.amr)
  if (missing.length > 0) return missing
  const lacksCodes = standing.recoveryCodes === 0 && proved(progress.amr, provingMethods)
  return lacksCodes ? [factorNames.newRecoveryCodes] : []
}

/**
 * A first passkey may be added by who has nothing better to prove; a further one in a sign-in by a recovery code only.
 * Never on the word of somebody outside alone: whoever runs that provider would have a key to the account for good.
 */
function missingPasskey(standing: FactorStanding, amr: readonly string[]): readonly FactorName[] {
  if (proved(amr, passkeyMethods)) return []
  if (amr.includes(recoveryMethod)) return [factorNames.addPasskey]
  if (standing.passkeys > 0) return [factorNames.passkey, ...recoveryOf(standing)]
  if (standing.activeTokens > 0 && !amr.includes('otp'))
    return [factorNames.code, ...recoveryOf(standing)]
  return [isOutsideOnly(amr) ? factorNames.password : factorNames.addPasskey]
}

/** Whether nothing of this installation was proved. */
export function isOutsideOnly(amr: readonly string[]): boolean {
  return amr.includes(outsideMethod) && !proved(amr, ['pwd', recoveryMethod, ...provingMethods])
}

function missingFactor(standing: FactorStanding, amr: readonly string[]): readonly FactorName[] {
  if (proved(amr, [...provingMethods, recoveryMethod])) return []
  const own = [
    ...(standing.passkeys > 0 ? [factorNames.passkey] : []),
    ...(standing.activeTokens > 0 ? [factorNames.code] : []),
  ]
  if (own.length > 0) return [...own, ...recoveryOf(standing)]
  return standing.factorRequired ? [factorNames.addPasskey, factorNames.addApp] : []
}

function recoveryOf({ recoveryCodes }: FactorStanding): readonly FactorName[] {
  return recoveryCodes > 0 ? [factorNames.recoveryCode] : []
}

function proved(amr: readonly string[], methods: readonly string[]): boolean {
  return amr.some((method) => methods.includes(method))
}
