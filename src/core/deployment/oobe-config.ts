/**
 * CloudAssignedOobeConfig: which pages the first boot shows and skips, as bits. Bits 1 to 16 are documented; the
 * others, and that self-deploying profiles carry all of 32, 64 and 128, are observed.
 */
import type { Profile } from '../profiles/profile.ts'

const bit = {
  userIsNoAdministrator: 2,
  skipExpressSettings: 4,
  skipOemRegistration: 8,
  skipEula: 16,
  attestTpm: 32,
  authenticateDevice: 64,
  requireTpm: 128,
  skipUpgrade: 256,
  skipKeyboard: 1024,
} as const

export function oobeConfig({ experience }: Pick<Profile, 'experience'>): number {
  const selfDeploying = experience.deviceUsageType === 'shared'
  const set: readonly (readonly [isSet: boolean, value: number])[] = [
    [experience.userType === 'standard', bit.userIsNoAdministrator],
    [experience.privacySettingsHidden, bit.skipExpressSettings],
    [true, bit.skipOemRegistration],
    [experience.eulaHidden, bit.skipEula],
    [selfDeploying, bit.attestTpm | bit.authenticateDevice | bit.requireTpm],
    [true, bit.skipUpgrade],
    [experience.keyboardSelectionPageSkipped, bit.skipKeyboard],
  ]
  return set.reduce((sum, [isSet, value]) => (isSet ? sum | value : sum), 0)
}
