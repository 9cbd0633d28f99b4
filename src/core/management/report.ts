/** What is known of an enrolled device from its sessions, for the people who manage it. */
import type { Enrollment } from '../enrollment/enrollment.ts'
import { asOf } from './continue-session.ts'
import { type HashState, type ManagedReport, nothingKnown } from './managed-state.ts'
import { schedule } from './plan.ts'

export type EnrollmentReport = ManagedReport & {
  /** In words, what became of the hash. */
  readonly sentence: string
  readonly nextSessionAt: Date | null
}

export function reportOn(
  enrollment: Enrollment,
  known: ManagedReport | undefined,
  now: Date,
): EnrollmentReport {
  const { state, mismatch } = known ?? { state: nothingKnown, mismatch: null }
  const hash = enrollment.ownership === 'personal' ? 'skipped' : state.hash.state
  return {
    state: { ...asOf(state, now), hash: { ...state.hash, state: hash } },
    mismatch,
    sentence: sentences[hash],
    nextSessionAt: nextSession(enrollment, state.sessions),
  }
}

/** First often, then every eight hours, and at each sign-in. */
function nextSession({ lastSeenAt, state }: Enrollment, sessions: number): Date | null {
  if (lastSeenAt === null || state === 'ended') return null
  const minutes = sessions <= schedule.firstRetries ? schedule.firstMinutes : schedule.minutes
  return new Date(lastSeenAt.getTime() + minutes * 60_000)
}

const sentences: Readonly<Record<HashState, string>> = {
  unasked: 'The device has not been asked for its hardware hash yet.',
  skipped: 'The device is personal, and is not asked for its hardware hash.',
  unsupported: 'The device has no hardware hash to report.',
  unusable: 'The device reported something that is not an intact hardware hash.',
  contradicts:
    'The hash describes a different device from the one that the device itself reports, so it was not registered.',
  notTargeted: 'The hash is intact; neither tenant nor profile wants the device registered.',
  confirmed: 'The hash is that of its registration.',
  differs:
    'The hash is not that of its registration: its hardware was changed, or it is another device.',
  submitted: 'The hash was handed in and is being decided.',
  registered: 'The device registered itself.',
  refused: 'The hash was handed in and refused.',
}
