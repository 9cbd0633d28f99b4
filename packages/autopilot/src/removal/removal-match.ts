/**
 * Whether records of three registers are one device. Serial numbers are typed, shared by boards of one maker, and come
 * with other cases and blanks, so at least two ids have to agree and none may disagree; a look-up that failed finds
 * nothing, and nobody takes it for an absence.
 */

import {
  type AgreeingId,
  agreed,
  agreeingDirectory,
  agreeingManaged,
  doubtOf,
  neededIds,
  sameId,
} from './agreeing-ids.ts'
import type {
  AskedDevice,
  DirectoryFacts,
  LookedUp,
  ManagedFacts,
  RegistrationFacts,
} from './register-facts.ts'

/** `absent`: no registration is meant. `unknown`: a register could not be asked. */
export type MatchCertainty = 'exact' | 'ambiguous' | 'absent' | 'unknown'

export type MatchCandidate = {
  readonly register: 'autopilot' | 'managedDevice' | 'directoryDevice'
  readonly id: string
  readonly by: readonly AgreeingId[]
}

export type RemovalMatch<
  Registration = RegistrationFacts,
  Managed = ManagedFacts,
  Directory = DirectoryFacts,
> = {
  readonly certainty: MatchCertainty
  /** Ids on which at least two records, or the name that was given, agree. */
  readonly by: readonly AgreeingId[]
  /** Null: the match is exact. */
  readonly reason: string | null
  readonly candidates: readonly MatchCandidate[]
  readonly registration: Registration | null
  readonly managedDevice: Managed | null
  readonly directoryDevice: Directory | null
}

export function matchDevice<
  Registration extends RegistrationFacts,
  Managed extends ManagedFacts,
  Directory extends DirectoryFacts,
>(
  asked: AskedDevice,
  looked: LookedUp<Registration, Managed, Directory>,
): RemovalMatch<Registration, Managed, Directory> {
  const { autopilot, managedDevice, directoryDevice } = looked
  if (!autopilot.ok) return open('unknown', `The registrations: ${autopilot.reason}`)
  const registrations = autopilot.found.filter((each) =>
    'id' in asked ? sameId(each.id, asked.id) : each.serialNumber === asked.serialNumber,
  )
  const [registration] = registrations
  if (registration === undefined) return open('absent', 'No registration has exactly this name.')
  if (registrations.length > 1)
    return open('ambiguous', `${registrations.length} registrations have this serial number.`, {
      candidates: registrations.map(({ id }) => ({
        register: 'autopilot',
        id,
        by: ['serialNumber'],
      })),
    })
  if (!managedDevice.ok) return open('unknown', `The Intune devices: ${managedDevice.reason}`)
  if (!directoryDevice.ok) return open('unknown', `The directory: ${directoryDevice.reason}`)
  return joined(asked, registration, {
    managed: managedDevice.found,
    directory: directoryDevice.found,
  })
}

type Records<Managed, Directory> = {
  readonly managed: readonly Managed[]
  readonly directory: readonly Directory[]
}

function joined<
  Registration extends RegistrationFacts,
  Managed extends ManagedFacts,
  Directory extends DirectoryFacts,
>(
  asked: AskedDevice,
  registration: Registration,
  { managed, directory }: Records<Managed, Directory>,
): RemovalMatch<Registration, Managed, Directory> {
  const likeManaged = managed
    .map((record) => ({ record, by: agreeingManaged(registration, record) }))
    .filter(({ by }) => by.length > 0)
  const likeDirectory = directory
    .map((record) => ({ record, by: agreeingDirectory(registration, record) }))
    .filter(({ by }) => by.length > 0)
  const candidates: MatchCandidate[] = [
    ...likeManaged.map(({ record: { id }, by }) => ({
      register: 'managedDevice' as const,
      id,
      by,
    })),
    ...likeDirectory.map(({ record: { id }, by }) => ({
      register: 'directoryDevice' as const,
      id,
      by,
    })),
  ]
  const [one] = likeManaged
  const [entry] = likeDirectory
  const by = agreed(asked, [...(one?.by ?? []), ...(entry?.by ?? [])])
  const reason =
    several('Intune devices', likeManaged.length) ??
    several('directory objects', likeDirectory.length) ??
    (one && doubtOf(registration, one, directory)) ??
    (by.length < neededIds ? 'Fewer than two ids agree.' : undefined)
  if (reason !== undefined) return open('ambiguous', reason, { candidates, by })
  return {
    certainty: 'exact',
    by,
    reason: null,
    candidates,
    registration,
    managedDevice: one?.record ?? null,
    directoryDevice: entry?.record ?? null,
  }
}

function several(what: string, count: number): string | undefined {
  return count > 1 ? `${count} ${what} share ids with the registration.` : undefined
}

function open(
  certainty: Exclude<MatchCertainty, 'exact'>,
  reason: string,
  {
    candidates = [],
    by = [],
  }: {
    readonly candidates?: readonly MatchCandidate[]
    readonly by?: readonly AgreeingId[]
  } = {},
): RemovalMatch<never, never, never> {
  return {
    certainty,
    by,
    reason,
    candidates,
    registration: null,
    managedDevice: null,
    directoryDevice: null,
  }
}
