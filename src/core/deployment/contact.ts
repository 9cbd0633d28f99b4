/** What a device learns that asks for its profile, what is recorded about that, and what decides it. */
import type { Device, Devices } from '../devices/device.ts'
import type { Holder } from '../imports/slice.ts'
import type { ProfilePlans } from '../profiles/assignment-state.ts'
import type { Profile, Profiles } from '../profiles/profile.ts'
import type { Tenant, Tenants } from '../tenants/tenant.ts'
import type { NewDeploymentEvent } from './deployment-event.ts'
import type { DeploymentPolicies } from './deployment-policy.ts'
import type { MatchDeps } from './matched-device.ts'
import type { PresentedDevice } from './presented-device.ts'
import type { DeclaredDevices } from './take-declared.ts'

export type NoneCode = 171 | 807 | 809 | 815 | 908

export type Contact =
  | {
      readonly kind: 'profile'
      readonly device: Device
      readonly tenant: Tenant
      readonly profile: Profile
      readonly isExplicit: boolean
      /** It completed self-deployment before, and nobody has allowed it again. */
      readonly isBlocked: boolean
      /** Absent where nothing was proved. */
      readonly sessionToken?: string
    }
  | { readonly kind: 'none'; readonly code: NoneCode; readonly name: string }

/** What is recorded about a contact, in one transaction. */
export type ContactNote = {
  readonly holder: Holder
  /** The registered key was proved: last contact and the strength of the claim follow. */
  readonly isProven: boolean
  /** Digest of the proved key; absent if none was required. */
  readonly keyDigest?: string
  readonly isBlocked?: boolean
  readonly event: NewDeploymentEvent
  /** The profile given, and the digest of the session that begins with it. */
  readonly given?: { readonly profileId: string; readonly sessionDigest: Buffer }
}

export type ContactLog = {
  note(note: ContactNote): Promise<void>
  /** The profile that the device was given last; null = none yet. */
  lastProfile(holder: Holder): Promise<string | null>
  /** Keeps the key for a person to confirm; a key that is already waiting or bound changes nothing. */
  proposeKey(holder: Holder, digest: string): Promise<void>
}

export type ContactDeps = MatchDeps & {
  readonly declared: DeclaredDevices
  readonly log: ContactLog
  readonly policies: Pick<DeploymentPolicies, 'find'>
  readonly devices: Pick<Devices, 'find'>
  readonly tenants: Pick<Tenants, 'find'>
  readonly profiles: Pick<Profiles, 'find' | 'assignments'>
  readonly plans: ProfilePlans
  readonly now: () => Date
  /** Whether the certificate chains to a TPM maker's root that the operator trusts. */
  readonly isTrusted: (device: PresentedDevice) => boolean
}
