/** What a reset takes from a device, no matter who asks for it. */
import type { DeviceClock } from './clock.ts'
import type { Hardware } from './hardware.ts'
import type { Kept } from './state.ts'

export type Resettable = {
  readonly hardware: Hardware
  readonly clock: DeviceClock
  readonly kept: Kept
}

/** Wiped: profile, enrollment and attestation key are gone; TPM and registration stay. */
export async function resetDevice(device: Resettable): Promise<void> {
  generalize(device)
  device.kept.isEnrolled = false
  device.kept.enrollment = null
  device.kept.management = null
  device.kept.isJoined = false
  device.kept.oobeStarts = 0
  await clearTpm(device)
}

/** `sysprep /generalize`: nothing that was downloaded is left. */
export function generalize({ kept, clock }: Pick<Resettable, 'kept' | 'clock'>): void {
  kept.profile = null
  kept.answer = null
  kept.blank = null
  clock.pass(600)
}

/** The owner clears the TPM: a new attestation key, the same endorsement key. */
export async function clearTpm({ hardware }: Pick<Resettable, 'hardware'>): Promise<void> {
  hardware.prover = (await hardware.prover?.cleared()) ?? null
}
