/** States as a dot and a word, never by the colour alone. */
import type { ReactNode } from 'react'
import { texts } from '../texts/texts.ts'

export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'idle'

export function Status({ tone, children }: { tone: Tone; children: ReactNode }): ReactNode {
  return (
    <span className="status">
      <span className={`dot ${tone}`} aria-hidden="true" />
      <span>{children}</span>
    </span>
  )
}

const profileTones: Readonly<Record<string, Tone>> = {
  notAssigned: 'warn',
  pending: 'busy',
  assignedInSync: 'good',
  assignedUnkownSyncState: 'good',
  assignedOutOfSync: 'warn',
  failed: 'bad',
}

export function ProfileStatus({ status }: { status: string }): ReactNode {
  return (
    <Status tone={profileTones[status] ?? 'idle'}>{texts.profileStatus[status] ?? status}</Status>
  )
}

const enrollmentTones: Readonly<Record<string, Tone>> = {
  enrolled: 'good',
  failed: 'bad',
  blocked: 'bad',
  pendingReset: 'busy',
}

export function EnrollmentStatus({ state }: { state: string }): ReactNode {
  return (
    <Status tone={enrollmentTones[state] ?? 'idle'}>{texts.enrollmentState[state] ?? state}</Status>
  )
}
