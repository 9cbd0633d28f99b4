/**
 * What a person must still prove: the rule behind the second step of every sign-in.
 *
 * Everyone who has a factor must prove one. Roles that could take over a whole tenant need a passkey, because codes
 * can be phished. The answer is never empty while something is missing: if a person has no way left, a page says
 * so.
 */

import type { TenantId } from '../../../core/ids.ts'
import type { Factors, SignInProgress } from './factors.ts'

/** Pages that ask for something, by name; the first one offered is shown. */
export const factorNames = {
  passkey: 'passkey',
  code: 'code',
  recoveryCode: 'recovery-code',
  addPasskey: 'add-passkey',
  addApp: 'add-app',
  newRecoveryCodes: 'recovery-codes',
  /** No factor, but back to the first step: what was proved so far is not enough here. */
  password: 'password',
} as const

export type FactorName = (typeof factorNames)[keyof typeof factorNames]

/** The method name of a recovery code; RFC 8176 has none. */
export const recoveryMethod = 'recovery'

/** The method name of an external identity provider; RFC 8176 has none. */
export const outsideMethod = 'fed'

const passkeyMethods = ['hwk', 'swk']
const provingMethods = [...passkeyMethods, 'otp']

/** What a tenant requires of its people. */
export type FactorPolicy = {
  /** Whether everybody needs a second factor. */
  readonly factorRequired: boolean
  /** Whether only codes of the current moment count. */
  readonly strictCodes: boolean
  /** Directory roles that require a passkey. */
  readonly passkeyRoles: readonly string[]
}

/** For a tenant without settings. */
export const defaultFactorPolicy: FactorPolicy = {
  factorRequired: false,
  strictCodes: false,
  passkeyRoles: ['Owner', 'Approver', 'Platform Operator'],
}

export type FactorPolicies = {
  find(tenantId: TenantId): Promise<FactorPolicy>
  set(tenantId: TenantId, policy: FactorPolicy): Promise<void>
}

/** What a person has, and what the tenant requires. */
export type FactorStanding = FactorPolicy & {
  /** Including blocked ones: their owners are not asked to add another. */
  readonly passkeys: number
  readonly activeTokens: number
  /** Unused ones. */
  readonly recoveryCodes: number
  /** Factors that still count although their removal is pending. */
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
 * A first passkey may be added by someone who has nothing better to prove; a further one in a sign-in only with a
 * recovery code. Never on the word of an external provider alone: its operator would then have a permanent key to
 * the account.
 */
function missingPasskey(standing: FactorStanding, amr: readonly string[]): readonly FactorName[] {
  if (proved(amr, passkeyMethods)) return []
  if (amr.includes(recoveryMethod)) return [factorNames.addPasskey]
  if (standing.passkeys > 0) return [factorNames.passkey, ...recoveryOf(standing)]
  if (standing.activeTokens > 0 && !amr.includes('otp'))
    return [factorNames.code, ...recoveryOf(standing)]
  return [isOutsideOnly(amr) ? factorNames.password : factorNames.addPasskey]
}

/** Whether nothing was proved to this installation itself. */
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
