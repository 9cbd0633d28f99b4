/** The state of a first boot, and what Windows keeps of it. */
import type { Enrolled } from '../enrollment/provisioning.ts'
import type { ProfileAnswer } from '../service/deployment-client.ts'
import type { Management } from './management.ts'

export type DeviceState =
  | 'off'
  /** No network: it waits for one. */
  | 'waiting'
  /** OOBE has restarted too often, and no longer runs Autopilot. */
  | 'recovery'
  /** There is a profile, and a person has to sign in. */
  | 'sign-in'
  /** No profile: the pages for a private device. */
  | 'consumer'
  | 'desktop'
  | 'failed'

/** An entry of the event log of Autopilot. */
export type WindowsEvent = {
  readonly id: number
  readonly at: Date
  readonly data: Readonly<Record<string, string>>
}

export type Profile = Readonly<Record<string, unknown>>

/** What is kept from one start to the next; what a reset takes away is said in `events.ts`. */
export type Kept = {
  /** The downloaded profile; null = none. */
  profile: Profile | null
  /** The answer without a profile; null = none was kept. */
  blank: Profile | null
  /** How often OOBE has started. */
  oobeStarts: number
  /** The service's answer that the profile came with: session, enrollment. */
  answer: ProfileAnswer | null
  isEnrolled: boolean
  /** What management gave it: certificate, key, address; null = none. */
  enrollment: Enrolled | null
  /** What it is in its sessions; null = nobody manages it. */
  management: Management | null
  isJoined: boolean
}

export function nothingKept(): Kept {
  return {
    profile: null,
    blank: null,
    oobeStarts: 0,
    answer: null,
    isEnrolled: false,
    enrollment: null,
    management: null,
    isJoined: false,
  }
}

/** Bits 32 and 64 of CloudAssignedOobeConfig. [observed] */
export function isSelfDeploying(profile: Profile): boolean {
  return (Number(profile['CloudAssignedOobeConfig'] ?? 0) & 0x60) === 0x60
}
